namespace OptiId.AdminCenter.Api;

internal static class GetInstance
{
    /// <summary>Get a product instance</summary>
    public static async Task<Instance> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Instances.GetInstanceAsync(
            new() { OrganizationId = organization, InstanceId = id }, cancellationToken: api.Aborted));
        api.TellVersion(answer.Instance.Version);
        return Instance.Of(answer.Instance);
    }
}
