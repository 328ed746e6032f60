using Grpc.Core;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>Serves a service's own log to those who follow it.</summary>
public sealed class ChangesRpc(ChangeLog log, ISnapshot snapshot) : ChangesService.ChangesServiceBase
{
    /// <inheritdoc />
    public override async Task<ReadHeadsResponse> ReadHeads(ReadHeadsRequest request, ServerCallContext context) =>
        new() { Heads = { await log.ReadHeadsAsync() } };

    /// <inheritdoc />
    public override async Task<ReadChangesResponse> ReadChanges(ReadChangesRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        var partition = PartitionOf(request.Partition);
        var head = await log.ReadHeadAsync(partition);

        // A number of another life, or beyond the head, says nothing here: the store was restored, or lost something.
        var known = request.Epoch == head.Epoch || await log.HoldsAsync(partition, request.Epoch, request.After);
        var limit = request.Limit == 0 ? ChangeLog.MaximumRead : (int)Math.Min(request.Limit, ChangeLog.MaximumRead);
        var changes = known && request.After <= head.Sequence ? await log.ReadAsync(partition, request.After, limit) : null;
        return changes is null
            ? throw new RpcException(new Status(StatusCode.OutOfRange, "The log doesn't reach back to this position; take a snapshot."))
            : new() { Head = head, Changes = { changes } };
    }

    /// <inheritdoc />
    public override async Task ReadSnapshot(ReadSnapshotRequest request, IServerStreamWriter<ReadSnapshotResponse> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        var partition = PartitionOf(request.Partition);
        await responseStream.WriteAsync(new() { Head = await log.ReadHeadAsync(partition) }, context.CancellationToken);
        var page = new ReadSnapshotResponse();
        await foreach (var change in snapshot.ReadAsync(partition, context.CancellationToken))
        {
            page.Changes.Add(change);
            if (page.Changes.Count == ChangeLog.MaximumRead)
            {
                await responseStream.WriteAsync(page, context.CancellationToken);
                page = new();
            }
        }

        await responseStream.WriteAsync(page, context.CancellationToken);
    }

    private static int PartitionOf(uint partition) => partition < Partition.Count
        ? (int)partition
        : throw new RpcException(new Status(StatusCode.InvalidArgument, $"There are {Partition.Count} partitions, 0 to {Partition.Count - 1}."));
}
