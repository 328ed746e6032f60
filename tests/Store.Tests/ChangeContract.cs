using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class ChangeOnRedisTests(RedisTestStore store) : ChangeContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class ChangeOnRedisClusterTests(RedisClusterTestStore store) : ChangeContract(store);

public sealed class ChangeOnEmbeddedTests(EmbeddedTestStore store) : ChangeContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What <c>StoreSession.ChangeAsync</c> promises.</summary>
public abstract class ChangeContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task AChangeThatLostARace_RunsAgainOnWhatIsThereThen()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("text"), "a"));
        using var lostRaces = new Measured("optiid.store.lost_races", ("optiid.service", Session.Keys.Service));
        var runs = 0;
        var (value, committed) = await Session.ChangeAsync(async () =>
        {
            var text = (string?)await Session.Reads.StringGetAsync(Key("text"));
            if (++runs == 1)
            {
                await Session.TryCommitAsync(new Commit(Place).Set(Key("text"), "b")); // somebody else is faster
            }

            return (text, new Commit(Place).ExpectValue(Key("text"), text).Set(Key("text"), text + "!"));
        }, Cancellation);

        runs.ShouldBe(2);
        lostRaces.Sum.ShouldBe(1);
        value.ShouldBe("b");
        committed.Position.ShouldBeNull();
        ((string?)await Session.Reads.StringGetAsync(Key("text"))).ShouldBe("b!");
    }

    [Fact]
    public async Task AChangeThatAlwaysLoses_GivesUpAsBusyAndHasWrittenNothing()
    {
        await Should.ThrowAsync<StoreBusyException>(() => Session.ChangeAsync(
            () => Task.FromResult((0, new Commit(Place).ExpectValue(Key("text"), "never").Set(Key("other"), "1"))), Cancellation));
        (await Session.Reads.KeyExistsAsync(Key("other"))).ShouldBeFalse();
    }

    [Fact]
    public async Task ACancelledChange_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Session.ChangeAsync(
            () => Task.FromResult((0, new Commit(Place).Set(Key("text"), "1"))), cancelled.Token));
        (await Session.Reads.KeyExistsAsync(Key("text"))).ShouldBeFalse();
    }

    [Fact]
    public async Task AnExceptionOfTheAttempt_IsNotRetried()
    {
        var runs = 0;
        await Should.ThrowAsync<InvalidOperationException>(() => Session.ChangeAsync<int>(() =>
        {
            runs++;
            throw new InvalidOperationException("refused");
        }, Cancellation));
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task AfterARestartOfTheStore_ScriptsRunAndDataIsThere()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("before"), "1").Append(Entry("o")));
        await Store.RestartAsync();

        var (_, committed) = await Session.ChangeAsync(
            () => Task.FromResult((0, new Commit(Place).ExpectValue(Key("before"), "1").Set(Key("after"), "1").Append(Entry("o")))), Cancellation);

        committed.Position.ShouldNotBeNull().Sequence.ShouldBe(2ul);
        ((string?)await Session.Reads.StringGetAsync(Key("before"))).ShouldBe("1");
    }

    [Fact]
    public async Task AServerThatForgotTheScript_IsToldItAgain()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("a"), "1"));
        foreach (var server in Store.Connect().Servers.Where(server => !server.IsReplica))
        {
            await server.ScriptFlushAsync();
        }

        (await Session.TryCommitAsync(new Commit(Place).Set(Key("b"), "1"))).ShouldNotBeNull();
    }
}
