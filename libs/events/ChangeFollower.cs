using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>
/// Follows one source's log into a projection. An announcement that is next in order is applied, one that was seen is ignored, a gap is
/// read from the source; once a second the heads of all partitions close what no announcement told (P20, P33). So what the bus loses,
/// doubles, delays or reorders costs delay, never truth.
/// </summary>
/// <param name="source">The service whose log is followed.</param>
/// <param name="log">Reads that log.</param>
/// <param name="projection">Where it is applied.</param>
/// <param name="time">The clock that ages freshness.</param>
/// <param name="logger">For what goes wrong.</param>
public sealed class ChangeFollower(
    string source, ChangesService.ChangesServiceClient log, IProjection projection, TimeProvider time, ILogger<ChangeFollower> logger) : BackgroundService
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string TelemetryName = "OptiId.Events";

    private const int FailuresALine = 30;

    private static readonly TimeSpan HeadsInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    private readonly FollowedPartition[] partitions = [.. Enumerable.Range(0, Partition.Count).Select(_ => new FollowedPartition())];
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, Partition.Count).Select(_ => new SemaphoreSlim(1, 1))];
    private long gapsClosed;

    /// <summary>Whose log.</summary>
    public string Source => source;

    /// <summary>How often entries had to be read from the source because an announcement was missing.</summary>
    public long GapsClosed => Interlocked.Read(ref gapsClosed);

    /// <summary>
    /// How long ago it was shown that a partition's projection includes everything that the source had answered; null: never yet.
    /// </summary>
    public TimeSpan? AgeOf(int partition) =>
        Volatile.Read(ref partitions[partition].VerifiedAt) is var at and not 0 ? time.GetElapsedTime(at) : null;

    /// <summary>The head that the source last told.</summary>
    public Head? HeadOf(int partition) => Volatile.Read(ref partitions[partition].Head);

    /// <summary>Takes an announcement from the bus; those of other sources are ignored.</summary>
    public async Task OnAnnouncedAsync(Announcement announcement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        if (announcement.Source != source)
        {
            return;
        }

        var partition = partitions[announcement.Partition];
        var gate = gates[announcement.Partition];
        await gate.WaitAsync(cancellation);
        try
        {
            var applied = partition.Applied ??= await projection.ReadAppliedAsync(source, announcement.Partition);
            var sequence = announcement.Change.Sequence;
            if (announcement.Epoch == applied.Epoch && sequence <= applied.Sequence)
            {
                return;
            }

            var isNext = sequence == applied.Sequence + 1 && (announcement.Epoch == applied.Epoch || applied == AppliedPosition.None);
            if (!isNext || !await TryApplyAsync(announcement.Partition, applied, new(announcement.Epoch, sequence), [announcement.Change], isAnnounced: true))
            {
                Interlocked.Increment(ref gapsClosed);
                EventsMetrics.GapClosed(source);
                await ReadOnAsync(announcement.Partition, cancellation);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Asks the source where the partition stands and applies everything up to there.</summary>
    public async Task CatchUpAsync(int partition, CancellationToken cancellation)
    {
        var gate = gates[partition];
        await gate.WaitAsync(cancellation);
        try
        {
            await ReadOnAsync(partition, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The next use reads the applied position from the store again: somebody has put another projection in place.</summary>
    public void ForgetApplied(int partition) => partitions[partition].Applied = null;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(HeadsInterval);
        var started = time.GetTimestamp();
        using var watch = time.CreateTimer( // beside the loop, which a rebuild may hold up
            _ => EventsMetrics.FollowerAge(source, Enumerable.Range(0, Partition.Count).Max(partition => AgeOf(partition) ?? time.GetElapsedTime(started))),
            state: null, HeadsInterval, HeadsInterval);
        var failures = 0;
        do
        {
            try
            {
                await CompareHeadsAsync(stoppingToken);
                if (failures > 0)
                {
                    EventsLog.HeadsReadAgain(logger, source, failures);
                    failures = 0;
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // whatever a call says that was broken off
            }
            catch (Exception e)
            {
                EventsMetrics.HeadsFailed(source);
                if (failures++ % FailuresALine == 0)
                {
                    EventsLog.HeadsFailed(logger, source, e.Message);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CompareHeadsAsync(CancellationToken cancellation)
    {
        // Taken before the call: everything answered until now is in the heads that come back.
        var asked = time.GetTimestamp();
        var heads = (await log.ReadHeadsAsync(new(), deadline: DateTime.UtcNow + CallDeadline, cancellationToken: cancellation)).Heads;
        var applied = await Task.WhenAll(heads.Select(ReadAppliedAsync));
        EventsMetrics.FollowerStands(source, heads.Zip(applied, Behind).Sum());
        foreach (var (head, position) in heads.Zip(applied))
        {
            var partition = partitions[head.Partition];
            Volatile.Write(ref partition.Head, head);
            if (Reaches(position, head))
            {
                Volatile.Write(ref partition.VerifiedAt, asked);
            }
            else
            {
                await CatchUpAsync((int)head.Partition, cancellation);
            }
        }
    }

    /// <summary>Most partitions of a small system are empty, here and there; those needn't be asked again.</summary>
    private async Task<AppliedPosition> ReadAppliedAsync(Head head)
    {
        var partition = partitions[head.Partition];
        if (head.Sequence == 0 && partition.Applied == AppliedPosition.None)
        {
            return AppliedPosition.None;
        }

        var applied = await projection.ReadAppliedAsync(source, (int)head.Partition);
        partition.Applied ??= applied;
        return applied;
    }

    // Further than the head isn't reached: entries came in since it was asked for, or a failover has lost some, and the source knows which.
    private static bool Reaches(AppliedPosition applied, Head head) =>
        head.Sequence == 0 ? applied.Sequence == 0 : applied == new AppliedPosition(head.Epoch, head.Sequence);

    // A position of another epoch counts nothing: whether these entries were seen is what catching up finds out.
    private static long Behind(Head head, AppliedPosition applied) =>
        (long)head.Sequence - (long)Math.Min(head.Sequence, applied.Epoch == head.Epoch ? applied.Sequence : 0);

    // The caller holds the partition's gate.
    private async Task ReadOnAsync(int number, CancellationToken cancellation)
    {
        var partition = partitions[number];
        while (true)
        {
            var asked = time.GetTimestamp();
            var applied = await projection.ReadAppliedAsync(source, number);
            partition.Applied = applied;
            var response = await ReadChangesAsync(number, applied, cancellation);
            if (response is null)
            {
                EventsLog.StartingOver(logger, source, number);
                EventsMetrics.Rebuilt(source);
                await projection.StartOverAsync(source, number, cancellation);
                continue;
            }

            Volatile.Write(ref partition.Head, response.Head);
            if (response.Changes.Count == 0)
            {
                if (applied.Epoch != response.Head.Epoch && applied.Sequence > 0)
                {
                    // The same entries under the name that they have since a failover.
                    await TryApplyAsync(number, applied, applied with { Epoch = response.Head.Epoch }, []);
                    continue;
                }

                Volatile.Write(ref partition.VerifiedAt, asked);
                return;
            }

            foreach (var slice in Slices.Of(response.Changes))
            {
                var next = new AppliedPosition(response.Head.Epoch, slice[^1].Sequence);
                if (!await TryApplyAsync(number, applied, next, slice))
                {
                    break; // another replica was faster; read again from where it is
                }

                applied = next;
            }
        }
    }

    /// <returns>Null where a snapshot is needed.</returns>
    private async Task<ReadChangesResponse?> ReadChangesAsync(int partition, AppliedPosition applied, CancellationToken cancellation)
    {
        try
        {
            var request = new ReadChangesRequest { Partition = (uint)partition, Epoch = applied.Epoch, After = applied.Sequence };
            return await log.ReadChangesAsync(request, deadline: DateTime.UtcNow + CallDeadline, cancellationToken: cancellation);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange)
        {
            return null;
        }
    }

    private async Task<bool> TryApplyAsync(
        int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes, bool isAnnounced = false)
    {
        var activities = changes.Select(change => Telemetry.StartApply(source, change)).ToList();
        try
        {
            var applied = await projection.TryApplyAsync(source, partition, expected, next, changes);
            partitions[partition].Applied = applied ? next : null;
            EventsMetrics.Applied(source, applied ? changes.Count : 0, isAnnounced);
            return applied;
        }
        finally
        {
            activities.ForEach(activity => activity?.Dispose());
        }
    }

    private sealed class FollowedPartition
    {
        public AppliedPosition? Applied;
        public Head? Head;
        public long VerifiedAt;
    }
}
