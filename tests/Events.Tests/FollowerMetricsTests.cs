using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using OptiId.Events.V1;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>What a follower tells of itself, by which an alert sees that it stays behind.</summary>
public sealed class FollowerMetricsTests : IClassFixture<EmbeddedTestStore>, IDisposable
{
    private const int Place = 5;

    private readonly StoreSession session;
    private readonly ChangeLog log;
    private readonly Client client;
    private readonly Kept kept;
    private readonly ChangeFollower follower;

    public FollowerMetricsTests(EmbeddedTestStore store)
    {
        session = store.OpenSession();
        log = new(session);
        client = new(log);
        kept = new(log);
        follower = new(Source, client, kept, TimeProvider.System, NullLogger<ChangeFollower>.Instance);
    }

    private string Source => session.Keys.Service;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => follower.Dispose();

    [Fact]
    public async Task AGapThatIsClosed_IsCounted()
    {
        using var gaps = Measure("gaps_closed");
        using var announced = Measure("applied", ("optiid.events.way", "announced"));
        using var read = Measure("applied", ("optiid.events.way", "read"));
        await AppendAsync(3);
        var epoch = (await log.ReadHeadAsync(Place)).Epoch;
        var changes = (await log.ReadAsync(Place, 0)).ShouldNotBeNull();

        await follower.OnAnnouncedAsync(new(Source, Place, epoch, changes[0]), Cancellation);
        gaps.Sum.ShouldBe(0, "it was the next");
        await follower.OnAnnouncedAsync(new(Source, Place, epoch, changes[2]), Cancellation);

        (gaps.Sum, kept.Applied.Sequence).ShouldBe((1, 3ul));
        (announced.Sum, read.Sum).ShouldBe((1, 2));
    }

    [Fact]
    public async Task ARebuild_IsCounted()
    {
        using var rebuilds = Measure("rebuilds");
        await AppendAsync(3);
        await follower.CatchUpAsync(Place, Cancellation);
        rebuilds.Sum.ShouldBe(0, "the log reaches back to the beginning");

        await log.RaiseEpochAsync();
        await follower.CatchUpAsync(Place, Cancellation);

        (rebuilds.Sum, kept.Applied).ShouldBe((1, new((await log.ReadHeadAsync(Place)).Epoch, 3)));
    }

    [Fact]
    public async Task WhatWasNotAppliedYet_AndASourceThatDoesNotAnswer_AreMeasured()
    {
        using var lag = Measure("lag");
        using var age = Measure("age");
        using var failures = Measure("heads_failures");
        using var rebuilds = Measure("rebuilds");
        await AppendAsync(3);
        client.IsAway = true;
        await follower.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => Task.FromResult(failures.Sum >= 2 && age.Last > 0.5));
        lag.Last.ShouldBeNull("nobody knows how far the source is");

        kept.IsAway = true;
        client.IsAway = false;
        await Eventually.HoldsAsync(() => Task.FromResult(lag.Last == 3));
        rebuilds.Last.ShouldBe(0, "it is there before the first");
        kept.IsAway = false;
        await Eventually.HoldsAsync(() => Task.FromResult(lag.Last == 0));
        var away = age.Last;
        await Eventually.HoldsAsync(() => Task.FromResult(age.Last < away));

        kept.Applied.Sequence.ShouldBe(3ul);
        await follower.StopAsync(Cancellation);
    }

    private Measured Measure(string what, params (string Name, string Value)[] more) =>
        new($"optiid.events.follower.{what}", [("optiid.source", Source), .. more]);

    private async Task AppendAsync(int count)
    {
        for (; count > 0; count--)
        {
            await session.TryCommitAsync(new Commit(Place).Append(new Change { OrganizationId = "o" }));
        }
    }

    // The log's own answers, without a network in between.
    private sealed class Client(ChangeLog log) : ChangesService.ChangesServiceClient
    {
        private readonly ChangesRpc rpc = new(log, snapshot: null!);

        public bool IsAway { get; set; }

        public override AsyncUnaryCall<ReadHeadsResponse> ReadHeadsAsync(ReadHeadsRequest request, Metadata? headers, DateTime? deadline, CancellationToken cancellationToken) =>
            Answer(() => rpc.ReadHeads(request, null!));

        public override AsyncUnaryCall<ReadChangesResponse> ReadChangesAsync(ReadChangesRequest request, Metadata? headers, DateTime? deadline, CancellationToken cancellationToken) =>
            Answer(() => rpc.ReadChanges(request, null!));

        private AsyncUnaryCall<T> Answer<T>(Func<Task<T>> answer) => new(
            IsAway ? Task.FromException<T>(new RpcException(new Status(StatusCode.Unavailable, "away"))) : answer(),
            Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });
    }

    private sealed class Kept(ChangeLog log) : IProjection
    {
        public bool IsAway { get; set; }

        public AppliedPosition Applied { get; private set; } = AppliedPosition.None;

        public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => Task.FromResult(partition == Place ? Applied : AppliedPosition.None);

        public Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
        {
            (IsAway ? throw new InvalidOperationException("away") : expected).ShouldBe(Applied);
            Applied = next;
            return Task.FromResult(true);
        }

        public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
        {
            var head = await log.ReadHeadAsync(partition);
            Applied = new(head.Epoch, head.Sequence);
        }
    }
}
