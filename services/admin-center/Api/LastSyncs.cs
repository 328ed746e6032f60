using Grpc.Core;

namespace OptiId.AdminCenter.Api;

/// <summary>When the identity provider last wrote users and groups.</summary>
internal static class LastSyncs
{
    /// <summary>Looks them up, of up to 200. What the provisioning log doesn't know is left out, all of it where the log doesn't answer: users and groups are told without.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset?>> FindAsync(ApiCall api, string organization, IEnumerable<string> ids)
    {
        var asked = ids.ToList();
        if (asked.Count == 0)
        {
            return new Dictionary<string, DateTimeOffset?>();
        }

        try
        {
            var found = await api.AskAsync(() => api.Backends.Log.LookUpLastSyncsAsync(
                new() { OrganizationId = organization, ResourceIds = { asked } }, cancellationToken: api.Aborted));
            return found.Syncs.ToDictionary(sync => sync.ResourceId, sync => Words.At(sync.At));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return new Dictionary<string, DateTimeOffset?>();
        }
    }
}
