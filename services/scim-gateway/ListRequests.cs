using Grpc.Core;
using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    private const int DefaultPage = 50, MaximumPage = 200;

    // How many entries one call reads for a text; the next call goes on from there.
    private const int MaximumLookedAt = 2_000;

    public override async Task<ListRequestsResponse> ListRequests(ListRequestsRequest request, ServerCallContext context)
    {
        var keys = KeysOf(request.OrganizationId);
        var (_, state) = await store.ReadStateAsync(keys);
        var newest = request.Before == 0 ? state.Last : Math.Min(request.Before - 1, state.Last);
        var pageSize = request.PageSize == 0 ? DefaultPage : (int)Math.Min(request.PageSize, MaximumPage);
        var response = new ListRequestsResponse();
        var lookedAt = 0;
        foreach (var chunk in (await FindNumbersAsync(keys, request, state.Oldest, newest)).Chunk(request.Text.Length > 0 ? MaximumPage : pageSize + 1))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in (await store.ReadAsync(keys, chunk)).Where(entry => Matches(entry, request.Text)))
            {
                if (response.Requests.Count == pageSize)
                {
                    response.NextBefore = response.Requests[^1].Number;
                    return response;
                }

                response.Requests.Add(entry);
            }

            lookedAt += chunk.Length;
            if (lookedAt >= MaximumLookedAt && chunk[^1] > state.Oldest)
            {
                response.NextBefore = chunk[^1];
                return response;
            }
        }

        return response;
    }

    /// <summary>The numbers that may match, newest first: from the index of what they are about, or from the flags.</summary>
    private async Task<IEnumerable<ulong>> FindNumbersAsync(LogKeys keys, ListRequestsRequest request, ulong oldest, ulong newest)
    {
        if (newest < oldest)
        {
            return [];
        }

        var numbers = RequestStore.Numbers(0, newest - oldest).Select(back => newest - back);
        if (request.ResourceId.Length > 0)
        {
            var about = (await store.ReadAboutAsync(keys, [request.ResourceId])).GetValueOrDefault(request.ResourceId);
            numbers = about is null ? [] : about.Numbers.Where(number => number >= oldest && number <= newest).Distinct().OrderDescending();
        }

        if (!request.OnlyFailed && !request.OnlyChanges)
        {
            return numbers;
        }

        var flags = await store.ReadFlagsAsync(keys, oldest, newest);
        var wanted = (request.OnlyFailed ? LogKeys.Failed : 0) | (request.OnlyChanges ? LogKeys.Change : 0);
        return numbers.Where(number => flags[RequestStore.BlockOf(number)] is { } block
            && (int)(number % LogKeys.BlockLength) is var place && place < block.Length && (block[place] & wanted) == wanted);
    }

    private static bool Matches(LoggedRequest entry, string text)
    {
        return text.Length == 0 || Holds(entry.Summary) || Holds(entry.Address) || Holds(AddressText.Unescape(entry.Address)) || Holds(entry.Detail) || Holds(entry.ScimType)
            || entry.Targets.Any(target => Holds(target.Name));

        bool Holds(string where) => where.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
