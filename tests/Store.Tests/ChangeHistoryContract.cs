using Google.Protobuf.WellKnownTypes;
using OptiId.Events.V1;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class ChangeHistoryOnRedisTests(RedisTestStore store) : ChangeHistoryContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class ChangeHistoryOnRedisClusterTests(RedisClusterTestStore store) : ChangeHistoryContract(store);

public sealed class ChangeHistoryOnEmbeddedTests(EmbeddedTestStore store) : ChangeHistoryContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What the histories of subjects promise.</summary>
public abstract class ChangeHistoryContract : StoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ChangeHistory history;

    protected ChangeHistoryContract(TestStore store)
        : base(store) => history = new ChangeHistory(Session);

    [Fact]
    public async Task ASubjectThatWasNeverNamed_HasNoHistory()
    {
        await AppendAsync("ann");
        await ShouldReadAsync("bob", 0, 10, [], 0);
    }

    [Fact]
    public async Task EachSubject_HasItsOwnEntriesNewestFirst()
    {
        await CommitAsync(new Commit(Place).Append(Entry("1"), "ann").Append(Entry("2"), "bob").Append(Entry("3")).Append(Entry("4"), "ann", "bob"));
        await CommitAsync(new Commit(Place).Append(Entry("5"), "ann"));

        await ShouldReadAsync("ann", 0, 10, [5, 4, 1], 0);
        await ShouldReadAsync("bob", 0, 10, [4, 2], 0);
        (await history.ReadAsync(Place, "ann", 0, 10)).Changes.Select(change => change.OrganizationId).ShouldBe(["5", "4", "1"]);
    }

    [Fact]
    public async Task Pages_GoOnBeforeTheLastEntry()
    {
        for (var number = 0; number < 5; number++)
        {
            await AppendAsync("ann");
        }

        await ShouldReadAsync("ann", 0, 2, [5, 4], 4);
        await ShouldReadAsync("ann", 4, 2, [3, 2], 2);
        await ShouldReadAsync("ann", 2, 2, [1], 0);
        await ShouldReadAsync("ann", 3, 2, [2, 1], 0);
        await ShouldReadAsync("ann", 1, 2, [], 0);
    }

    [Fact]
    public async Task WhatIsRememberedLater_StandsInItsPlace_Once()
    {
        await AppendAsync("ann");
        await AppendAsync("bob");
        await AppendAsync("ann");
        await CommitAsync(new Commit(Place).Remember("ann", 2).Remember("eve", 2));
        await CommitAsync(new Commit(Place).Remember("ann", 2));

        await ShouldReadAsync("ann", 0, 10, [3, 2, 1], 0);
        await ShouldReadAsync("ann", 3, 1, [2], 2);
        await ShouldReadAsync("eve", 0, 10, [2], 0);
        await AppendAsync("eve");
        await ShouldReadAsync("eve", 0, 10, [4, 2], 0);
    }

    [Fact]
    public async Task OnlyTheNewest_AreRemembered()
    {
        var commit = new Commit(Place);
        for (var number = 0; number < 300; number++)
        {
            commit.Append(Entry("o"), "ann");
        }

        await CommitAsync(commit);
        await AppendAsync("ann");
        await ShouldReadAsync("ann", 0, 1_000, [.. Enumerable.Range(102, ChangeHistory.MaximumEntries).Reverse().Select(number => (ulong)number)], 0);
        (await Session.Reads.HashGetAsync(Key("log:history"), "ann")).Length().ShouldBe(1_200);
    }

    [Fact]
    public async Task EntriesThatTheLogHasForgotten_AreLeftOutAndEndTheHistory()
    {
        await AppendAsync("ann", Noon);
        await AppendAsync("ann", Noon);
        await AppendAsync("ann", Noon.AddDays(1));
        (await new ChangeLog(Session).TrimAsync(Place, Noon.AddHours(1))).ShouldBe(2);

        await ShouldReadAsync("ann", 0, 1, [3], 3);
        await ShouldReadAsync("ann", 3, 1, [], 0);
        await ShouldReadAsync("ann", 0, 2, [3], 0);
    }

    [Fact]
    public async Task AForgottenSubject_HasNoHistoryButWhatCameWithItAndAfter()
    {
        await AppendAsync("ann");
        await AppendAsync("bob");
        await CommitAsync(new Commit(Place).ForgetHistory("ann").Append(Entry("erased")));
        await ShouldReadAsync("ann", 0, 10, [], 0);
        await ShouldReadAsync("bob", 0, 10, [2], 0);

        await CommitAsync(new Commit(Place).ForgetHistory("bob").Append(Entry("o"), "bob"));
        await ShouldReadAsync("bob", 0, 10, [4], 0);

        await CommitAsync(new Commit(Place).ForgetHistory("bob"));
        await ShouldReadAsync("bob", 0, 10, [], 0);
    }

    [Fact]
    public async Task ARefusedCommit_IsInNobodysHistory()
    {
        await AppendAsync("ann");
        (await Session.TryCommitAsync(new Commit(Place).ExpectValue(Key("text"), "never").ForgetHistory("ann").Append(Entry("o"), "ann", "bob"))).ShouldBeNull();
        await ShouldReadAsync("ann", 0, 10, [1], 0);
        await ShouldReadAsync("bob", 0, 10, [], 0);
    }

    [Fact]
    public async Task ASilentCommit_IsInNobodysHistory()
    {
        await CommitAsync(new Commit(Place) { IsSilent = true }.Set(Key("text"), "1").Append(Entry("o"), "ann"));
        (await Session.Reads.KeyExistsAsync(Key("log:history"))).ShouldBeFalse();
    }

    [Fact]
    public async Task AThousandSubjectsOfOneEntry_AllHaveIt()
    {
        string[] subjects = [.. Enumerable.Range(0, 1_000).Select(number => $"user{number}")];
        await CommitAsync(new Commit(Place).Append(Entry("first")));
        await CommitAsync(new Commit(Place).Append(Entry("o"), subjects));
        await ShouldReadAsync("user0", 0, 10, [2], 0);
        await ShouldReadAsync("user999", 0, 10, [2], 0);
        (await Session.Reads.HashLengthAsync(Key("log:history"))).ShouldBe(1_000);
        Should.Throw<ArgumentOutOfRangeException>(() => new Commit(Place).Append(Entry("o"), [.. subjects, "one more"]));
    }

    [Fact]
    public async Task ASubjectNamedTwice_HasTheEntryOnce()
    {
        await CommitAsync(new Commit(Place).Append(Entry("o"), "ann", "ann"));
        await ShouldReadAsync("ann", 0, 10, [1], 0);
    }

    [Fact]
    public async Task NumbersBeyondThreeBytes_ComeBack()
    {
        await Session.Reads.StringSetAsync(Key("log:sequence"), (1L << 40) - 1);
        await AppendAsync("ann");
        await AppendAsync("ann");
        await ShouldReadAsync("ann", 0, 10, [(1ul << 40) + 1, 1ul << 40], 0);
    }

    [Fact]
    public async Task ManyWritersAtOnce_LoseNoEntryOfASubject()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                await AppendAsync("ann");
            }
        })));
        await ShouldReadAsync("ann", 0, 200, [.. Enumerable.Range(1, 160).Reverse().Select(number => (ulong)number)], 0);
    }

    private async Task ShouldReadAsync(string subject, ulong before, int count, ulong[] sequences, ulong next)
    {
        var page = await history.ReadAsync(Place, subject, before, count);
        page.Changes.Select(change => change.Sequence).ShouldBe(sequences);
        page.NextBefore.ShouldBe(next);
    }

    private async Task CommitAsync(Commit commit) => (await Session.TryCommitAsync(commit)).ShouldNotBeNull();

    private Task AppendAsync(string subject, DateTimeOffset? at = null) =>
        CommitAsync(new Commit(Place).Append(new Change { OrganizationId = "o", At = Timestamp.FromDateTimeOffset(at ?? Noon) }, subject));
}
