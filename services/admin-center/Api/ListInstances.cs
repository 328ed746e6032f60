namespace OptiId.AdminCenter.Api;

internal static class ListInstances
{
    /// <summary>List product instances</summary>
    public static async Task<InstanceList> HandleAsync(string organization, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Instances.ListInstancesAsync(
            new() { OrganizationId = organization }, cancellationToken: api.Aborted));
        return new([.. answer.Instances.Select(Instance.Of)]);
    }
}
