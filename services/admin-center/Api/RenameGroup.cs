using Microsoft.AspNetCore.Mvc;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>What a group is to be called.</summary>
internal sealed record GroupName
{
    /// <summary>The name, one of a kind in the organization.</summary>
    /// <example>Editors</example>
    public required string DisplayName { get; init; }
}

internal static class RenameGroup
{
    /// <summary>Rename a local group</summary>
    /// <remarks>What the identity provider manages is refused: 409, MANAGED_BY_IDENTITY_PROVIDER.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="id">The group's id.</param>
    /// <param name="body">The new name.</param>
    /// <param name="ifMatch">The version that was edited, as ETag said it; another is refused: 412. Absent: any.</param>
    /// <param name="api">The request.</param>
    public static async Task<Group> HandleAsync(
        string organization, string id, GroupName body, [FromHeader(Name = "If-Match")] string? ifMatch, ApiCall api)
    {
        var versions = ApiCall.VersionsIn(ifMatch);
        var answer = await api.ChangeAsync("Rename a group", cause => api.Backends.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = organization,
            GroupId = id,
            DisplayName = body.DisplayName,
            Manager = Manager.Administrator,
            IfVersion = { versions },
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        api.TellVersion(answer.Group.Version);
        return Group.Of(answer.Group);
    }
}
