using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using OptiId.Store.Writer;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>What a service does while its Redis is killed, restarted, away or full.</summary>
public sealed class RedisOutageTests(RedisTestStore store) : StoreContract(store), IClassFixture<RedisTestStore>
{
    private RedisServer Server => ((RedisTestStore)Store).Server;

    [Fact]
    public async Task AChangeDuringARestart_SucceedsWhenTheStoreIsBackInTime()
    {
        using var away = new Measured("optiid.store.away", ("optiid.service", Session.Keys.Service));
        await Session.TryCommitAsync(new Commit(Place).Set(Key("text"), "a"));
        away.Sum.ShouldBe(0);
        await Server.DownAsync();
        var change = Session.ChangeAsync(async () =>
        {
            var text = (string?)await Session.Reads.StringGetAsync(Key("text"));
            return (text, new Commit(Place).ExpectValue(Key("text"), text).Set(Key("text"), "b"));
        }, Cancellation);
        await Task.Delay(700, Cancellation);
        await Server.UpAsync();

        (await change).Value.ShouldBe("a");
        away.Sum.ShouldBePositive();
        ((string?)await Session.Reads.StringGetAsync(Key("text"))).ShouldBe("b");
    }

    [Fact]
    public async Task AChangeWhileTheStoreStaysAway_SaysUnavailableInTime()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("text"), "a"));
        await Server.DownAsync();
        var started = Stopwatch.GetTimestamp();
        try
        {
            await Should.ThrowAsync<StoreUnavailableException>(() => Session.ChangeAsync(
                () => Task.FromResult((0, new Commit(Place).Set(Key("text"), "b"))), Cancellation));
            Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThan(3); // it had its chance to come back
        }
        finally
        {
            await Server.UpAsync();
        }

        await Until.HoldsAsync(async () => await Session.TryCommitAsync(new Commit(Place).Set(Key("text"), "c")) is not null, "the store is back, and so is the session");
    }

    [Fact]
    public async Task AKilledRedis_HasLostNoAnsweredWriteAndKeptNoHalfOne()
    {
        var session = Store.OpenSession(NumberedWrite.Service);
        var writers = NumberedWriters.Start(session, 8);
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(400, Cancellation);
            await Server.KillAsync();
        }

        await Task.Delay(400, Cancellation);
        await writers.StopAsync();

        writers.Answered.Count.ShouldBeGreaterThan(100);
        await NumberedWriteCheck.VerifyAsync(session, writers.Answered, writers.Last);
    }

    [Fact]
    public async Task AFullRedis_RefusesTheWholeCommitAndGoesOnReading()
    {
        await using var full = await RedisServer.StartAsync("--maxmemory", "3mb");
        await using var connection = StoreConnection.Connect(Microsoft.Extensions.Options.Options.Create(new StoreOptions { Connection = full.Connection }));
        var session = new StoreSession(connection, new KeySpace("full"), new LogSignal());
        var kept = 0;
        var refusal = await Should.ThrowAsync<RedisServerException>(async () =>
        {
            for (; kept < 1_000; kept++)
            {
                await session.TryCommitAsync(Write(kept));
            }
        });

        StoreSession.IsAway(refusal).ShouldBeTrue(refusal.Message);
        (await session.Reads.KeyExistsAsync(session.Keys.Of(Place, $"b{kept}"))).ShouldBeFalse();
        (await session.Reads.StringGetAsync(session.Keys.Of(Place, $"b{kept - 1}"))).IsNull.ShouldBeFalse();
        (await new ChangeLog(session).ReadHeadAsync(Place)).Sequence.ShouldBe((ulong)kept);
        // A commit that begins with a deletion, which Redis lets through when it is full, isn't cut either: here it is whole.
        await session.TryCommitAsync(new Commit(Place).Delete(session.Keys.Of(Place, "a0")).Set(session.Keys.Of(Place, "after"), "1"));
        (await session.Reads.KeyExistsAsync(session.Keys.Of(Place, "after"))).ShouldBeTrue();

        Commit Write(int number) => new Commit(Place)
            .Set(session.Keys.Of(Place, $"a{number}"), new byte[10_000])
            .Set(session.Keys.Of(Place, $"b{number}"), new byte[10_000])
            .Append(new Events.V1.Change { At = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) });
    }

    [Theory]
    [InlineData(RedisErrorKind.Loading)]
    [InlineData(RedisErrorKind.ReadOnly)]
    [InlineData(RedisErrorKind.ClusterDown)]
    [InlineData(RedisErrorKind.NoReplicas)]
    [InlineData(RedisErrorKind.Misconfigured)] // a full disk
    [InlineData(RedisErrorKind.OutOfMemory)]
    [InlineData(RedisErrorKind.MasterDown)]
    [InlineData(RedisErrorKind.TryAgain)]
    [InlineData(RedisErrorKind.Busy)]
    public void AServerThatMayAnswerLater_CountsAsAway(RedisErrorKind kind) =>
        StoreSession.IsAway(new RedisServerException(kind, CommandFlags.None, "refused")).ShouldBeTrue();

    [Theory]
    [InlineData(RedisErrorKind.WrongType)]
    [InlineData(RedisErrorKind.NoAuth)]
    [InlineData(RedisErrorKind.NoPermission)]
    [InlineData(RedisErrorKind.UnknownError)]
    public void AServerThatWillNeverAnswerDifferently_DoesNot(RedisErrorKind kind) =>
        StoreSession.IsAway(new RedisServerException(kind, CommandFlags.None, "refused")).ShouldBeFalse();
}
