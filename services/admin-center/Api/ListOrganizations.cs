using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListOrganizations
{
    /// <summary>List organizations</summary>
    /// <param name="nameContains">Part of the name, in any letter case.</param>
    /// <param name="api">The request.</param>
    public static async Task<OrganizationList> HandleAsync([FromQuery] string? nameContains, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Organizations.ListOrganizationsAsync(
            new() { NameContains = nameContains ?? "" }, cancellationToken: api.Aborted));
        return new([.. answer.Organizations.Select(Organization.Of)]);
    }
}
