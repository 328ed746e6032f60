using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OptiId.Access.Storage;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Events;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Access;

/// <summary>Makes sure that an answer is as fresh as its caller needs, or says that it isn't (P20, P33).</summary>
internal sealed class FreshnessGate(IEnumerable<ChangeFollower> followers, Generations generations, IOptions<AccessOptions> options)
{
    private readonly IReadOnlyList<ChangeFollower> followers = [.. followers];

    /// <summary>Waits for the positions that the caller names, and catches up where freshness can't be shown.</summary>
    /// <returns>How fresh the projection of the organization is now, and whether the answer may allow anything.</returns>
    /// <exception cref="RefusedException">POSITION_NOT_REACHED, INVALID_VALUE.</exception>
    public async Task<(Freshness Freshness, bool MayAllow)> PassAsync(string organizationId, Consistency? consistency, CancellationToken cancellation)
    {
        var partition = Partition.Of(organizationId);
        foreach (var position in consistency?.AtLeast ?? [])
        {
            await ReachAsync(partition, position, cancellation);
        }

        var freshness = FreshnessOf(partition);
        if (!freshness.Fresh && consistency?.AllowStale != true)
        {
            await CatchUpAsync(partition, cancellation);
            freshness = FreshnessOf(partition);
        }

        if (!freshness.Fresh)
        {
            AccessMetrics.NotFresh();
        }

        return (freshness, freshness.Fresh || consistency?.AllowStale == true);
    }

    /// <summary>How fresh a partition's projection is: as its oldest source.</summary>
    public Freshness FreshnessOf(int partition)
    {
        var ages = followers.Select(follower => follower.AgeOf(partition)).ToList();
        return ages.Any(age => age is null)
            ? new() { Fresh = false }
            : new() { Fresh = ages.Max() <= options.Value.FreshnessBound, Age = ages.Max()!.Value.ToDuration() };
    }

    private async Task ReachAsync(int partition, Position position, CancellationToken cancellation)
    {
        var follower = followers.FirstOrDefault(follower => follower.Source == position.Source);
        if (follower is null || position.Partition != partition)
        {
            throw new RefusedException(Reason.InvalidValue, "The position isn't one that a write of this organization answered.");
        }

        if (await IsReachedAsync())
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.Value.PositionWait);
        try
        {
            await follower.CatchUpAsync(partition, deadline.Token);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
        }

        if (!await IsReachedAsync())
        {
            throw new RefusedException(Reason.PositionNotReached, "The projection doesn't include this write yet; try again shortly.");
        }

        // Another epoch means: the source's numbers began anew after this position was answered. What it named is in the snapshot, or was lost.
        async Task<bool> IsReachedAsync() =>
            await generations.ReadAppliedAsync(position.Source, partition) is var applied && applied.Sequence >= position.Sequence && applied.Epoch == position.Epoch;
    }

    private async Task CatchUpAsync(int partition, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.Value.PositionWait);
        try
        {
            await Task.WhenAll(followers.Select(follower => follower.CatchUpAsync(partition, deadline.Token)));
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
        }
    }
}
