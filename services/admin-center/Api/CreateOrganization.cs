using Microsoft.AspNetCore.Http.HttpResults;

namespace OptiId.AdminCenter.Api;

/// <summary>An organization to be created.</summary>
internal sealed record NewOrganization
{
    /// <summary>What it is called.</summary>
    /// <example>Mosey Bank</example>
    public required string Name { get; init; }

    /// <summary>How its users come; absent: <c>jit</c>.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Store only userName, the names and externalId.</summary>
    public bool SyncedAttributesOnly { get; init; }
}

internal static class CreateOrganization
{
    /// <summary>Create an organization</summary>
    public static async Task<Created<Organization>> HandleAsync(NewOrganization body, ApiCall api)
    {
        var answer = await api.ChangeAsync("Create an organization", cause => api.Backends.Organizations.CreateOrganizationAsync(new()
        {
            Name = body.Name,
            Mode = Organization.ModeOf(body.Mode),
            SyncedAttributesOnly = body.SyncedAttributesOnly,
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        return TypedResults.Created($"/api/v1/organizations/{answer.Organization.Id}", Organization.Of(answer.Organization));
    }
}
