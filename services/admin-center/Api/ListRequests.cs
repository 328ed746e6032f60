using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListRequests
{
    /// <summary>List SCIM requests: the provisioning log</summary>
    /// <param name="organization">The organization's id.</param>
    /// <param name="onlyFailed">Only those that failed.</param>
    /// <param name="onlyChanges">Without reads and searches that succeeded.</param>
    /// <param name="text">Part of the summary, the address, the error or a name, in any letter case.</param>
    /// <param name="resource">Only those about this user or group.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="before">NextBefore of the page before.</param>
    /// <param name="api">The request.</param>
    public static async Task<LoggedRequestPage> HandleAsync(
        string organization, [FromQuery] bool? onlyFailed, [FromQuery] bool? onlyChanges, [FromQuery] string? text, [FromQuery] string? resource,
        [FromQuery] uint? pageSize, [FromQuery] ulong? before, ApiCall api)
    {
        var request = new Gateway.V1.ListRequestsRequest
        {
            OrganizationId = organization,
            OnlyFailed = onlyFailed ?? false,
            OnlyChanges = onlyChanges ?? false,
            Text = text ?? "",
            ResourceId = resource ?? "",
            PageSize = pageSize ?? 0,
            Before = before ?? 0,
        };
        var answer = await api.AskAsync(() => api.Backends.Log.ListRequestsAsync(request, cancellationToken: api.Aborted));
        return new([.. answer.Requests.Select(LoggedRequest.Of)], answer.NextBefore == 0 ? null : answer.NextBefore);
    }
}
