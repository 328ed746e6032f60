using Grpc.Core;
using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    // One read of one key; another gateway may have written.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    public override async Task FollowRequests(FollowRequestsRequest request, IServerStreamWriter<FollowRequestsResponse> responseStream, ServerCallContext context)
    {
        var keys = KeysOf(request.OrganizationId);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var after = request.After > 0 ? request.After : (await store.ReadStateAsync(keys)).State.Last;
        await context.WriteResponseHeadersAsync([]); // from now on nothing is missed
        try
        {
            while (true)
            {
                after = await SendAsync(keys, after, responseStream, ended.Token);
                await Task.Delay(LookInterval, ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The caller has enough, or the gateway stops: the caller goes on from the last number at another.
        }
    }

    /// <returns>The last number that was sent.</returns>
    private async Task<ulong> SendAsync(LogKeys keys, ulong after, IServerStreamWriter<FollowRequestsResponse> responseStream, CancellationToken cancellation)
    {
        var (_, state) = await store.ReadStateAsync(keys);
        after = Math.Max(after, state.Oldest - 1);
        while (after < state.Last)
        {
            var last = Math.Min(after + MaximumPage, state.Last);
            var entries = await store.ReadAsync(keys, [.. RequestStore.Numbers(after + 1, last)]);
            await responseStream.WriteAsync(new() { Requests = { entries } }, cancellation);
            after = last;
        }

        return after;
    }
}
