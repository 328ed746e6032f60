using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class LostAnswerOnRedisTests(RedisTestStore store) : LostAnswerContract(store), IClassFixture<RedisTestStore>;

public sealed class LostAnswerOnEmbeddedTests(EmbeddedTestStore store) : LostAnswerContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What <c>StoreSession.ChangeAsync</c> promises where an answer is lost. Not on a cluster, whose servers say their own addresses: no net lies before them.</summary>
public abstract class LostAnswerContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task P29_AnAttemptAfterALostAnswer_IsToldThatAnEarlierOneMayBeWritten()
    {
        await using var net = new LosingNet(Store.Connection);
        await using var connection = StoreConnection.Connect(
            Microsoft.Extensions.Options.Options.Create(new StoreOptions { Connection = net.Connection, Embedded = Store.Options.Embedded }));
        var session = new StoreSession(connection, Session.Keys, new LogSignal());
        net.LoseAnswerAbout(Key("lost").ToString());
        var told = new List<bool>();
        await session.ChangeAsync(
            mayBeWritten =>
            {
                told.Add(mayBeWritten);
                return Task.FromResult((0, mayBeWritten ? new Commit(Place) : new Commit(Place).Set(Key("lost"), "1")));
            },
            Cancellation);

        told.ShouldBe([false, true]);
        (net.Lost, (string?)await Session.Reads.StringGetAsync(Key("lost"))).ShouldBe((1, "1"));
    }
}
