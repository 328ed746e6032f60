using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>A group to be created.</summary>
internal sealed record NewGroup
{
    /// <summary>The name, one of a kind in the organization.</summary>
    /// <example>Editors</example>
    public required string DisplayName { get; init; }

    /// <summary>Who is in it from the beginning.</summary>
    public IReadOnlyList<string> UserIds { get; set; } = [];
}

internal static class CreateGroup
{
    /// <summary>Create a local group</summary>
    public static async Task<Created<Group>> HandleAsync(string organization, NewGroup body, ApiCall api)
    {
        var answer = await api.ChangeAsync("Create a group", cause => api.Backends.Groups.CreateGroupAsync(new()
        {
            OrganizationId = organization,
            DisplayName = body.DisplayName,
            MemberIds = { body.UserIds },
            Manager = Manager.Administrator,
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Group.Version);
        return TypedResults.Created($"/api/v1/organizations/{organization}/groups/{answer.Group.Id}", Group.Of(answer.Group));
    }
}
