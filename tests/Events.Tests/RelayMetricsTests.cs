using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>What a relay tells of itself, by which an alert sees that announcements stay behind.</summary>
public sealed class RelayMetricsTests(EmbeddedTestStore store) : IClassFixture<EmbeddedTestStore>, IAsyncLifetime
{
    private const int Place = 5;

    private readonly StoreSession session = store.OpenSession();
    private SwitchableBus bus = null!;
    private LogRelay relay = null!;
    private MassTransitEventBus inner = null!;

    private string Source => session.Keys.Service;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        inner = await MassTransitEventBus.StartInMemoryAsync();
        bus = new(inner) { IsDead = true };
        relay = new(new(session), new(), bus, TimeProvider.System, NullLogger<LogRelay>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await relay.StopAsync(CancellationToken.None);
        relay.Dispose();
        await inner.DisposeAsync();
    }

    [Fact]
    public async Task WhatADeadBusLeavesBehind_IsMeasured_UntilTheBusIsBack()
    {
        using var backlog = new Measured("optiid.events.relay.backlog", ("optiid.source", Source));
        using var age = new Measured("optiid.events.relay.backlog.age", ("optiid.source", Source));
        using var failures = new Measured("optiid.events.relay.failures", ("optiid.source", Source));
        await AppendAsync(Place, TimeSpan.FromMinutes(3));
        await AppendAsync(Place, TimeSpan.FromMinutes(2));
        await AppendAsync(Place + 1, TimeSpan.FromMinutes(1));

        await relay.StartAsync(Cancellation);

        await Eventually.HoldsAsync(() => Task.FromResult(backlog.Last == 3 && failures.Sum >= 2));
        age.Last.ShouldNotBeNull().ShouldBeInRange(180, 240);
        bus.IsDead = false;
        await Eventually.HoldsAsync(() => Task.FromResult(backlog.Last == 0 && age.Last == 0));
    }

    [Fact]
    public async Task ALeaseThatGoesToAnotherAndComesBack_IsCounted()
    {
        using var lost = new Measured("optiid.events.relay.lease_changes", ("optiid.source", Source), ("optiid.lease.change", "lost"));
        using var takenOver = new Measured("optiid.events.relay.lease_changes", ("optiid.source", Source), ("optiid.lease.change", "taken over"));
        var lease = session.Keys.Of(Place, "lease:relay");
        await AppendAsync(Place, TimeSpan.Zero);
        await relay.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => session.Reads.KeyExistsAsync(lease));

        await session.Reads.StringSetAsync(lease, "another");
        await Eventually.HoldsAsync(() => Task.FromResult(lost.Sum > 0));
        takenOver.Sum.ShouldBe(0, "the first time it was nobody's");
        await session.Reads.KeyDeleteAsync(lease);

        await Eventually.HoldsAsync(() => Task.FromResult(takenOver.Sum > 0));
        (lost.Sum, takenOver.Sum).ShouldBe((1, 1));
    }

    private async Task AppendAsync(int partition, TimeSpan ago) => await session.TryCommitAsync(new Commit(partition).Append(
        new() { OrganizationId = "o", At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow - ago) }));
}
