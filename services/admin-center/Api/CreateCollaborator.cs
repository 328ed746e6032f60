using Microsoft.AspNetCore.Http.HttpResults;

namespace OptiId.AdminCenter.Api;

/// <summary>A collaborator as it is to be: a user by hand, not in the identity provider.</summary>
internal sealed record Collaborator
{
    /// <summary>The e-mail address.</summary>
    /// <example>ada@example.com</example>
    public required string UserName { get; init; }

    /// <summary>The first name.</summary>
    /// <example>Ada</example>
    public string GivenName { get; set; } = "";

    /// <summary>The last name.</summary>
    /// <example>Lovelace</example>
    public string FamilyName { get; set; } = "";
}

internal static class CreateCollaborator
{
    /// <summary>Add a collaborator</summary>
    public static async Task<Created<User>> HandleAsync(string organization, Collaborator body, ApiCall api)
    {
        var answer = await api.ChangeAsync("Add a collaborator", cause => api.Backends.Users.CreateCollaboratorAsync(new()
        {
            OrganizationId = organization,
            UserName = body.UserName,
            GivenName = body.GivenName,
            FamilyName = body.FamilyName,
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.User.Version);
        return TypedResults.Created($"/api/v1/organizations/{organization}/users/{answer.User.Id}", User.Of(answer.User, withAttributes: true));
    }
}
