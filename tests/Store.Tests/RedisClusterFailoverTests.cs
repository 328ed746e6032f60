using OptiId.Store.Writer;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>What a service does while its Redis Cluster loses masters and moves slots.</summary>
public sealed class RedisClusterFailoverTests(RedisClusterTestStore store) : StoreContract(store), IClassFixture<RedisClusterTestStore>
{
    private RedisCluster Cluster => ((RedisClusterTestStore)Store).Cluster;

    [Fact]
    public async Task ASlotThatMovesUnderLoad_LosesNothing_AndRefusesOnlyWhatWaitedTooLongForIt()
    {
        await Cluster.UntilWholeAsync();
        var session = Store.OpenSession("mover");
        var place = session.Keys.Of(NumberedWrite.Partition, "any");
        var writers = NumberedWriters.Start(session, 4);
        await writers.UntilAnsweredAsync(100);

        var before = await Cluster.MasterOfAsync(place);
        var after = await Cluster.MoveSlotAsync(place);
        await writers.UntilAnsweredAsync(100);
        await writers.StopAsync();

        after.ShouldNotBe(before);
        (await Cluster.MasterOfAsync(place)).ShouldBe(after);
        // Whoever needs keys of both servers is told TRYAGAIN and goes on trying: longer than three seconds where the machine is slow.
        writers.Refusals.Where(refusal => !refusal.StartsWith("TRYAGAIN", StringComparison.Ordinal)).ShouldBeEmpty();
        await NumberedWriteCheck.VerifyAsync(session, writers.Answered, writers.Last);
        (await new ChangeLog(session).HoldsAsync(NumberedWrite.Partition, (await new ChangeLog(session).ReadHeadAsync(NumberedWrite.Partition)).Epoch, 1)).ShouldBeTrue();
    }

    [Fact]
    public async Task AMasterThatIsKilled_LosesNothingThatItsReplicaWasWaitedFor_AndTheOtherPartitionsGoOn()
    {
        await Cluster.UntilWholeAsync();
        await using var connection = Connect(replicas: 1);
        var session = new StoreSession(connection, new KeySpace("killed"), new LogSignal());
        var place = session.Keys.Of(NumberedWrite.Partition, "any");
        var dying = await Cluster.MasterOfAsync(place);
        var elsewhere = await PartitionElsewhereAsync(session.Keys, dying);
        var writers = NumberedWriters.Start(session, 4);
        await writers.UntilAnsweredAsync(100);

        await dying.DownAsync();
        try
        {
            (await session.TryCommitAsync(new Commit(elsewhere).Set(session.Keys.Of(elsewhere, "a"), "1"))).ShouldNotBeNull();
            await Until.HoldsAsync(async () => await Cluster.MasterOfAsync(place) != dying, "its replica is the master");
            // Which has no replica yet: whoever demands one is told that it isn't safe.
            var refused = writers.Refusals.Count;
            await Until.HoldsAsync(() => Task.FromResult(writers.Refusals.Count > refused), "a write is refused");
        }
        finally
        {
            await dying.UpAsync();
        }

        await writers.UntilAnsweredAsync(100);
        await writers.StopAsync();

        (await Cluster.MasterOfAsync(place)).ShouldNotBe(dying);
        await NumberedWriteCheck.VerifyAsync(session, writers.Answered, writers.Last);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAFailoverLost_IsMissedByNobodyWhoHadReadIt(bool isNoticed)
    {
        using var renewed = new Measured("optiid.store.epochs_renewed", ("optiid.service", Session.Keys.Service));
        await Cluster.UntilWholeAsync();
        var log = new ChangeLog(Session);
        await AppendAsync(3);
        var master = await Cluster.MasterOfAsync(Key("any"));
        await Cluster.UntilWholeAsync();
        await Cluster.CutReplicasAsync(master);
        await AppendAsync(2);
        var before = await log.ReadHeadAsync(Place);
        before.Sequence.ShouldBe(5ul);

        await master.DownAsync();
        await Until.HoldsAsync(async () => (await log.ReadHeadAsync(Place)).Sequence == 3, "the replica is the master");

        // Before anything is written there.
        (await log.HoldsAsync(Place, before.Epoch, 5)).ShouldBeFalse();
        (await log.HoldsAsync(Place, before.Epoch, 3)).ShouldBeTrue();
        renewed.Sum.ShouldBe(0);
        if (isNoticed)
        {
            await log.NoticeFailoversAsync();
            renewed.Sum.ShouldBe(1);
        }

        await AppendAsync(4);
        renewed.Sum.ShouldBe(1);
        var after = await log.ReadHeadAsync(Place);
        (after.Sequence, after.Epoch == before.Epoch).ShouldBe((7ul, false));
        (await log.HoldsAsync(Place, before.Epoch, 5)).ShouldBeFalse();
        (await log.HoldsAsync(Place, before.Epoch, 3)).ShouldBeTrue();
        (await log.HoldsAsync(Place, after.Epoch, 7)).ShouldBeTrue();

        await master.UpAsync();
        await Cluster.MendReplicasAsync();
        await Cluster.UntilWholeAsync();
        await AppendAsync(1);
        (await log.ReadHeadAsync(Place)).Epoch.ShouldBe(after.Epoch, "nobody was promoted since");
    }

    [Fact]
    public async Task AReplicaThatCanLoseAnsweredWrites_IsNamed()
    {
        await Cluster.UntilWholeAsync();
        var replica = (await Cluster.ReplicasAsync())[0];
        await replica.TellAsync("CONFIG SET appendfsync everysec");
        try
        {
            var options = Microsoft.Extensions.Options.Options.Create(new StoreOptions { Connection = Store.Connection });
            await using var connection = StoreConnection.Connect(options);
            var problem = (await new DurabilityCheck(connection, options).FindProblemsAsync()).ShouldHaveSingleItem();
            problem.ShouldContain($":{replica.Port} has appendfsync everysec");
        }
        finally
        {
            await replica.TellAsync("CONFIG SET appendfsync always");
        }
    }

    private async Task AppendAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Session.ChangeAsync(() => Task.FromResult((0, new Commit(Place).Append(Entry("o")))), Cancellation);
        }
    }

    private async Task<int> PartitionElsewhereAsync(KeySpace keys, RedisNode node)
    {
        for (var partition = 0; ; partition++)
        {
            if (await Cluster.MasterOfAsync(keys.Of(partition, "any")) != node)
            {
                return partition;
            }
        }
    }

    private StoreConnection Connect(int replicas) => StoreConnection.Connect(
        Microsoft.Extensions.Options.Options.Create(new StoreOptions { Connection = Store.Connection, WaitForReplicas = replicas }));
}
