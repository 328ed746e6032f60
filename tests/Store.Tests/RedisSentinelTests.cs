using OptiId.Store.Writer;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>What a service does while sentinels replace its Redis.</summary>
public sealed class RedisSentinelTests
{
    [Fact]
    public async Task AMasterThatIsKilledUnderFourWriters_LosesNothingThatAReplicaWasWaitedFor_AndTheyGoOn()
    {
        await using var redis = await StartAsync();
        await using var connection = Connect(redis, new() { WaitForReplicas = 1 });
        var session = new StoreSession(connection, new KeySpace(NumberedWrite.Service), new LogSignal());
        var writers = NumberedWriters.Start(session, 4);
        await writers.UntilAnsweredAsync(200);
        var log = new ChangeLog(session);
        var before = await log.ReadHeadAsync(NumberedWrite.Partition);

        var dying = await redis.MasterAsync();
        await dying.DownAsync();
        await writers.UntilAnsweredAsync(200);
        await writers.StopAsync();

        (await redis.MasterAsync()).ShouldNotBe(dying);
        await NumberedWriteCheck.VerifyAsync(session, writers.Answered, writers.Last);
        (await log.ReadHeadAsync(NumberedWrite.Partition)).Epoch.ShouldNotBe(before.Epoch);
        (await log.HoldsAsync(NumberedWrite.Partition, before.Epoch, before.Sequence)).ShouldBeTrue("nothing of what had been read was lost");
    }

    [Fact]
    public async Task WhereTooFewReplicasAreLeft_AChangeIsUnavailable_AndSafeToRepeat()
    {
        await using var redis = await StartAsync();
        await using var connection = Connect(redis, new() { WaitForReplicas = 2, WaitForReplicasMilliseconds = 200 });
        var session = new StoreSession(connection, new KeySpace("few"), new LogSignal());
        using var waits = new Measured("optiid.store.replica_wait.duration", ("optiid.service", "few"));
        using var away = new Measured("optiid.store.away", ("optiid.service", "few"), ("optiid.store.problem", "replicas"));
        await CreateAsync(session, "first");
        (waits.Last > 0, away.Sum).ShouldBe((true, 0));

        await redis.Nodes[2].DownAsync();
        await Should.ThrowAsync<StoreUnavailableException>(() => CreateAsync(session, "second"));
        waits.Last.ShouldNotBeNull().ShouldBeGreaterThan(0.19);
        away.Sum.ShouldBePositive();
        // It happened, but isn't safe: whoever asks again is not told that it is, though there is nothing left to write.
        (await session.Reads.StringGetAsync(session.Keys.Of(1, "second"))).IsNull.ShouldBeFalse();
        await Should.ThrowAsync<StoreUnavailableException>(() => CreateAsync(session, "second"));

        await redis.Nodes[2].UpAsync();
        await Until.HoldsAsync(async () => await CreateAsync(session, "second"), "the replica is back");
        (await new ChangeLog(session).ReadHeadAsync(1)).Sequence.ShouldBe(2ul, "each was created once");
    }

    [Fact]
    public async Task ARedisThatDemandsReplicasItself_RefusesTheWholeCommit()
    {
        await using var redis = await StartAsync();
        await (await redis.MasterAsync()).TellAsync("CONFIG SET min-replicas-to-write 3");
        await using var connection = Connect(redis, new());
        var session = new StoreSession(connection, new KeySpace("min"), new LogSignal());

        var refusal = await Should.ThrowAsync<RedisServerException>(() => session.TryCommitAsync(
            new Commit(1).Set(session.Keys.Of(1, "a"), "1").Append(new() { OrganizationId = "o" })));

        StoreSession.IsAway(refusal).ShouldBeTrue(refusal.Message);
        (await session.Reads.KeyExistsAsync(session.Keys.Of(1, "a"))).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadsAreNotAnswered_ByAReplicaThatNobodyHasPromoted()
    {
        await using var redis = await StartAsync(withSentinels: false);
        await using var connection = Connect(redis, new());
        var session = new StoreSession(connection, new KeySpace("reads"), new LogSignal());
        await CreateAsync(session, "a");
        await redis.UntilInStepAsync(2);

        await redis.Nodes[0].DownAsync();
        await using var careless = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",abortConnect=false,configCheckSeconds=1");
        await Until.HoldsAsync(async () => await careless.GetDatabase().KeyExistsAsync(session.Keys.Of(1, "a")), "a replica would answer");

        var refusal = await Should.ThrowAsync<RedisException>(() => session.Reads.KeyExistsAsync(session.Keys.Of(1, "a")));
        StoreSession.IsAway(refusal).ShouldBeTrue(refusal.Message);
    }

    private static async Task<bool> CreateAsync(StoreSession session, string name) => (await session.ChangeAsync(async () =>
    {
        var key = session.Keys.Of(1, name);
        var commit = new Commit(1);
        return (true, await session.Reads.KeyExistsAsync(key) ? commit : commit.ExpectAbsent(key).Set(key, "1").Append(new() { OrganizationId = "o" }));
    })).Value;

    private static StoreConnection Connect(RedisSentinel redis, StoreOptions options)
    {
        options.Connection = redis.Connection;
        return StoreConnection.Connect(Microsoft.Extensions.Options.Options.Create(options));
    }

    private static async Task<RedisSentinel> StartAsync(bool withSentinels = true)
    {
        try
        {
            return await RedisSentinel.StartAsync(withSentinels);
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
