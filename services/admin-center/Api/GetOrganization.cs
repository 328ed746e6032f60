namespace OptiId.AdminCenter.Api;

internal static class GetOrganization
{
    /// <summary>Get an organization</summary>
    public static async Task<Organization> HandleAsync(string organization, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Organizations.GetOrganizationAsync(
            new() { OrganizationId = organization }, cancellationToken: api.Aborted));
        return Organization.Of(answer.Organization);
    }
}
