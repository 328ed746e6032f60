using OptiId.Events;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Access.Storage;

/// <summary>Builds a partition's projection anew beside the one that answers: each source's snapshot, then its log from there, then the switch.</summary>
internal sealed class Rebuilder(StoreSession session, Generations generations, IServiceProvider services, TimeProvider time)
{
    private const int MaximumTries = 100;
    private static readonly TimeSpan SnapshotDeadline = TimeSpan.FromMinutes(10);

    /// <summary>Rebuilds and switches; where another replica switched meanwhile, its projection stays.</summary>
    /// <returns>How many entries were applied.</returns>
    public async Task<long> RebuildAsync(int partition, CancellationToken cancellation)
    {
        var old = await generations.ReadCurrentAsync(partition);
        var next = Guid.NewGuid().ToString("N")[..12];
        var entries = 0L;
        foreach (var source in Sources.All)
        {
            entries += await TakeSnapshotAsync(source, partition, next, cancellation);
        }

        for (var tries = 0; tries < MaximumTries; tries++)
        {
            // What has been answered from the old generation must be in the new one: an access that has ended must not come back.
            var answered = await Task.WhenAll(Sources.All.Select(source => generations.ReadAppliedAsync(source, partition, old)));
            foreach (var source in Sources.All)
            {
                entries += await ReadOnAsync(source, partition, next, cancellation);
            }

            if (await TrySwitchAsync(partition, old, next, answered))
            {
                await generations.ReadCurrentAsync(partition);
                return entries;
            }

            if (await generations.ReadCurrentAsync(partition) != old)
            {
                break; // another replica's stays
            }
        }

        var retired = new Commit(partition);
        generations.Retire(retired, next);
        await session.TryCommitAsync(retired);
        return entries;
    }

    private async Task<bool> TrySwitchAsync(int partition, string old, string next, AppliedPosition[] answered)
    {
        var commit = new Commit(partition);
        generations.Switch(commit, old, next);
        foreach (var (source, position) in Sources.All.Zip(answered))
        {
            generations.ExpectApplied(commit, source, old, position);
        }

        commit.Append(new()
        {
            At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            AccessTouched = new() { AllUsers = true, AllInstances = true },
        });
        return await session.TryCommitAsync(commit) is not null;
    }

    private async Task<long> TakeSnapshotAsync(string source, int partition, string generation, CancellationToken cancellation)
    {
        var request = new ReadSnapshotRequest { Partition = (uint)partition };
        using var call = Log(source).ReadSnapshot(request, deadline: DateTime.UtcNow + SnapshotDeadline, cancellationToken: cancellation);
        Head? head = null;
        var entries = 0L;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            head ??= call.ResponseStream.Current.Head;
            foreach (var slice in Slices.Of(call.ResponseStream.Current.Changes))
            {
                await WriteAsync(partition, generation, slice, commit => { });
                entries += slice.Count;
            }
        }

        var position = head!.Sequence == 0 ? AppliedPosition.None : new AppliedPosition(head.Epoch, head.Sequence);
        if (position != AppliedPosition.None)
        {
            await WriteAsync(partition, generation, [], commit => generations.Advance(commit, source, generation, AppliedPosition.None, position));
        }

        return entries;
    }

    private async Task<long> ReadOnAsync(string source, int partition, string generation, CancellationToken cancellation)
    {
        var entries = 0L;
        while (true)
        {
            var applied = await generations.ReadAppliedAsync(source, partition, generation);
            var request = new ReadChangesRequest { Partition = (uint)partition, Epoch = applied.Epoch, After = applied.Sequence };
            var response = await Log(source).ReadChangesAsync(request, cancellationToken: cancellation);
            if (response.Changes.Count == 0)
            {
                return entries;
            }

            foreach (var slice in Slices.Of(response.Changes))
            {
                var next = new AppliedPosition(response.Head.Epoch, slice[^1].Sequence);
                await WriteAsync(partition, generation, slice, commit => generations.Advance(commit, source, generation, applied, next));
                applied = next;
                entries += slice.Count;
            }
        }
    }

    // Nobody watches a generation that doesn't answer yet: the switch tells of it as a whole.
    private async Task WriteAsync(int partition, string generation, IReadOnlyList<Change> changes, Action<Commit> advance)
    {
        var commit = new Commit(partition) { IsSilent = true };
        var writer = new ProjectionWriter(session, partition, generation, commit);
        foreach (var change in changes)
        {
            await writer.ApplyAsync(change);
        }

        advance(commit);
        if (await session.TryCommitAsync(commit) is null)
        {
            throw new InvalidOperationException("The generation that is being built was written by somebody else.");
        }
    }

    private ChangesService.ChangesServiceClient Log(string source) => services.GetServiceClient<ChangesService.ChangesServiceClient>(source);
}
