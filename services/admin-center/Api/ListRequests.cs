using Microsoft.AspNetCore.Mvc;

namespace OptiId.AdminCenter.Api;

internal static class ListRequests
{
    private const uint DefaultPage = 50, MaximumPage = 200;

    // How many requests a page after a number looks at; the next one goes on from there.
    private const int MaximumLookedAt = 2_000;

    private static readonly TimeSpan FollowDeadline = TimeSpan.FromSeconds(10);

    /// <summary>List SCIM requests: the provisioning log</summary>
    /// <remarks>The newest first; with <c>after</c> what came after a number, the oldest first, so that a script can follow the log.</remarks>
    /// <param name="organization">The organization's id.</param>
    /// <param name="onlyFailed">Only those that failed.</param>
    /// <param name="onlyChanges">Without reads and searches that succeeded.</param>
    /// <param name="text">Part of the summary, the address, the error or a name, in any letter case.</param>
    /// <param name="resource">Only those about this user or group.</param>
    /// <param name="pageSize">At most 200; 50 by default.</param>
    /// <param name="before">NextBefore of the page before.</param>
    /// <param name="after">NextAfter of the page before, or the number of the newest request that is known; 0: from the beginning. Not with before.</param>
    /// <param name="api">The request.</param>
    public static async Task<LoggedRequestPage> HandleAsync(
        string organization, [FromQuery] bool? onlyFailed, [FromQuery] bool? onlyChanges, [FromQuery] string? text, [FromQuery] string? resource,
        [FromQuery] uint? pageSize, [FromQuery] ulong? before, [FromQuery] ulong? after, ApiCall api)
    {
        if (after is not null && before is not null)
        {
            throw new InvalidRequestException("after", "\"after\" and \"before\" can't be asked for together.");
        }

        var filter = new RequestFilter(text ?? "", onlyFailed ?? false, onlyChanges ?? false, resource ?? "");
        if (after is { } number)
        {
            return await api.AskAsync(() => FollowAsync(api, organization, filter, number, (int)Math.Min(pageSize is null or 0 ? DefaultPage : pageSize.Value, MaximumPage)));
        }

        var request = new Gateway.V1.ListRequestsRequest
        {
            OrganizationId = organization,
            OnlyFailed = filter.OnlyFailed,
            OnlyChanges = filter.OnlyChanges,
            Text = filter.Text,
            ResourceId = filter.ResourceId,
            PageSize = pageSize ?? 0,
            Before = before ?? 0,
        };
        var answer = await api.AskAsync(() => api.Backends.Log.ListRequestsAsync(request, cancellationToken: api.Aborted));
        return new([.. answer.Requests.Select(LoggedRequest.Of)], answer.NextBefore == 0 ? null : answer.NextBefore);
    }

    // Reads the stream that pages follow, as far as the log goes now.
    private static async Task<LoggedRequestPage> FollowAsync(ApiCall api, string organization, RequestFilter filter, ulong after, int pageSize)
    {
        var newest = await NewestAsync(api, organization, before: 0) is { } last ? last.Number : 0;
        var (found, lookedAt, next) = (new List<Gateway.V1.LoggedRequest>(), 0, after);
        if (after == 0 && await NewestAsync(api, organization, before: 2) is { } first)
        {
            Take(first); // the stream has what comes after a number, and 0 means something else to it
        }

        if (Math.Max(next, 1) >= newest)
        {
            return Page();
        }

        using var call = api.Backends.Log.FollowRequests(
            new() { OrganizationId = organization, After = Math.Max(next, 1) }, deadline: DateTime.UtcNow + FollowDeadline, cancellationToken: api.Aborted);
        while (next < newest && await call.ResponseStream.MoveNext(api.Aborted))
        {
            foreach (var request in call.ResponseStream.Current.Requests)
            {
                Take(request);
                if (found.Count == pageSize || lookedAt == MaximumLookedAt)
                {
                    return Page();
                }
            }
        }

        return Page();

        void Take(Gateway.V1.LoggedRequest request)
        {
            (next, lookedAt) = (request.Number, lookedAt + 1);
            if (filter.Matches(request))
            {
                found.Add(request);
            }
        }

        LoggedRequestPage Page() => new([.. found.Select(LoggedRequest.Of)], null, next);
    }

    private static async Task<Gateway.V1.LoggedRequest?> NewestAsync(ApiCall api, string organization, ulong before) =>
        (await api.Backends.Log.ListRequestsAsync(
            new() { OrganizationId = organization, PageSize = 1, Before = before }, cancellationToken: api.Aborted)).Requests.FirstOrDefault();
}
