using Grpc.Core;
using OptiId.Access.Storage;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    private const int MaximumWatchedAtOnce = 1_000;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var partition = Partition.Of(request.OrganizationId);
        var head = await log.ReadHeadAsync(partition);
        var position = request.After ?? new Position { Source = log.Source, Partition = (uint)partition, Epoch = head.Epoch, Sequence = head.Sequence };
        var known = position.Epoch == head.Epoch || position.Sequence == 0;
        await responseStream.WriteAsync(new() { Position = position, ListAgain = !known }, context.CancellationToken);
        var after = known ? position.Sequence : head.Sequence;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var changes = await log.ReadAsync(partition, after);
            if (changes is { Count: 0 })
            {
                await Task.Delay(WatchInterval, time, context.CancellationToken);
                continue;
            }

            head = await log.ReadHeadAsync(partition);
            after = changes?[^1].Sequence ?? head.Sequence;
            position = new() { Source = log.Source, Partition = (uint)partition, Epoch = head.Epoch, Sequence = after };
            var response = changes is null ? new() { ListAgain = true } : await TouchedAsync(request, changes);
            if (response is not null)
            {
                response.Position = position;
                await responseStream.WriteAsync(response, context.CancellationToken);
            }
        }
    }

    /// <returns>The present roles of those who were touched; null where nobody of the instance was.</returns>
    private async Task<WatchResponse?> TouchedAsync(WatchRequest request, IReadOnlyList<Change> changes)
    {
        var touched = changes
            .Where(change => change.OrganizationId == request.OrganizationId || change.OrganizationId.Length == 0)
            .Select(change => change.AccessTouched)
            .Where(access => access.AllInstances || access.InstanceIds.Contains(request.InstanceId))
            .ToList();
        if (touched.Count == 0)
        {
            return null;
        }

        var users = touched.SelectMany(access => access.UserIds).Distinct().ToList();
        if (touched.Any(access => access.AllUsers) || users.Count > MaximumWatchedAtOnce)
        {
            return new() { ListAgain = true };
        }

        var response = new WatchResponse();
        foreach (var (userId, ways) in await store.ReadWaysAsync(request.OrganizationId, users, request.InstanceId))
        {
            response.Users.Add(new UserAccess { UserId = userId, Roles = { AccessWay.Roles(ways) } });
        }

        return response;
    }
}
