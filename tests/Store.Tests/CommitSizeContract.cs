using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class CommitSizeOnRedisTests(RedisTestStore store) : CommitSizeContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class CommitSizeOnRedisClusterTests(RedisClusterTestStore store) : CommitSizeContract(store);

public sealed class CommitSizeOnEmbeddedTests(EmbeddedTestStore store) : CommitSizeContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>Large commits, and none at all (design: "Bounded scripts").</summary>
public abstract class CommitSizeContract(TestStore store) : StoreContract(store)
{
    private static readonly string[] Names = [.. Enumerable.Range(0, Commit.MaximumFields).Select(number => $"{number:D36}")];

    [Fact]
    public async Task AThousandFields_AreOneCommit()
    {
        var fields = Names.Select(name => KeyValuePair.Create(name, (RedisValue)"1")).ToList();
        (await Session.TryCommitAsync(new Commit(Place)
            .ExpectFields(Key("hash"), Names, present: false).SetFields(Key("hash"), fields)
            .AddToSet(Key("set"), [.. Names.Select(name => (RedisValue)name)])
            .AddToOrder(Key("order"), 1, [.. Names.Select(name => (RedisValue)name)]))).ShouldNotBeNull();
        (await Session.Reads.HashLengthAsync(Key("hash"))).ShouldBe(1_000);
        (await Session.Reads.SetLengthAsync(Key("set"))).ShouldBe(1_000);
        (await Session.Reads.SortedSetLengthAsync(Key("order"))).ShouldBe(1_000);

        (await Session.TryCommitAsync(new Commit(Place)
            .ExpectFields(Key("hash"), Names, present: true).DeleteFields(Key("hash"), Names)
            .RemoveFromSet(Key("set"), [.. Names.Select(name => (RedisValue)name)])
            .RemoveFromOrder(Key("order"), [.. Names.Select(name => (RedisValue)name)]))).ShouldNotBeNull();
        (await Session.Reads.KeyExistsAsync([Key("hash"), Key("set"), Key("order")])).ShouldBe(0);
    }

    [Fact]
    public async Task OneOfAThousandFieldsAmiss_WritesNothing()
    {
        await Session.TryCommitAsync(new Commit(Place).SetField(Key("hash"), Names[^1], "1"));
        (await Session.TryCommitAsync(new Commit(Place).ExpectFields(Key("hash"), Names, present: false).Set(Key("never"), "1"))).ShouldBeNull();
        (await Session.TryCommitAsync(new Commit(Place).ExpectFields(Key("hash"), Names, present: true).Set(Key("never"), "1"))).ShouldBeNull();
        (await Session.Reads.KeyExistsAsync(Key("never"))).ShouldBeFalse();
    }

    [Fact]
    public void MoreThanAThousandExpectedFields_AreRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Commit(Place).ExpectFields(Key("hash"), [.. Names, "one more"], present: true));

    [Fact]
    public async Task MoreThanAThousandWrittenFields_AreWrittenInChunks()
    {
        var fields = Enumerable.Range(0, 2_500).Select(number => KeyValuePair.Create($"f{number}", (RedisValue)number)).ToList();
        await Session.TryCommitAsync(new Commit(Place).SetFields(Key("large"), fields));
        (await Session.Reads.HashLengthAsync(Key("large"))).ShouldBe(2_500);
        await Session.TryCommitAsync(new Commit(Place).DeleteFields(Key("large"), [.. fields.Select(field => field.Key)]));
        (await Session.Reads.KeyExistsAsync(Key("large"))).ShouldBeFalse();
    }

    [Fact]
    public void WhatIsRememberedOfMoreThanAThousandSubjects_GoesOverTheBulkConnection()
    {
        var commit = new Commit(Place);
        foreach (var name in Names)
        {
            commit.Remember(name, 1);
        }

        commit.IsLarge.ShouldBeFalse();
        commit.Remember("one more", 1).IsLarge.ShouldBeTrue();
    }

    [Fact]
    public async Task AThousandLogEntries_AreNumberedInOrder()
    {
        var commit = new Commit(Place);
        foreach (var name in Names)
        {
            commit.Append(Entry(name));
        }

        (await Session.TryCommitAsync(commit)).ShouldNotBeNull().Position!.Sequence.ShouldBe(1_000ul);
        var log = new ChangeLog(Session);
        var read = (await log.ReadAsync(Place, 0)).ShouldNotBeNull().Concat((await log.ReadAsync(Place, 500)).ShouldNotBeNull());
        read.Select(change => change.OrganizationId).ShouldBe(Names);
    }

    [Fact]
    public async Task ARecordOfAMebibyte_ComesBack()
    {
        var bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        (await Session.TryCommitAsync(new Commit(Place).Set(Key("heavy"), bytes))).ShouldNotBeNull();
        ((byte[]?)await Session.Reads.StringGetAsync(Key("heavy"))).ShouldBe(bytes);
    }

    [Fact]
    public async Task AStagedSet_ReplacesTheOldOneAtOnce()
    {
        foreach (var chunk in Enumerable.Range(0, 5))
        {
            await Session.TryCommitAsync(new Commit(Place)
                .SetFields(Key("staged"), [.. Names.Select(name => KeyValuePair.Create($"{chunk}{name}", (RedisValue)"1"))]));
        }

        await Session.TryCommitAsync(new Commit(Place).SetField(Key("members"), "old", "1"));
        (await Session.TryCommitAsync(new Commit(Place).Rename(Key("staged"), Key("members")).Append(Entry("o")))).ShouldNotBeNull();

        (await Session.Reads.HashLengthAsync(Key("members"))).ShouldBe(5_000);
        (await Session.Reads.HashExistsAsync(Key("members"), "old")).ShouldBeFalse();
        (await Session.Reads.KeyExistsAsync(Key("staged"))).ShouldBeFalse();
    }

    [Fact]
    public async Task AnEmptyCommit_SendsNothing()
    {
        // Nobody listens there: what were sent would fail.
        await using var nowhere = StoreConnection.Connect(Microsoft.Extensions.Options.Options.Create(
            new StoreOptions { Connection = "127.0.0.1:1", TimeoutMilliseconds = 100 }));
        var session = new StoreSession(nowhere, Session.Keys, new LogSignal());

        var (value, committed) = await session.ChangeAsync(
            () => Task.FromResult(("unchanged", new Commit(Place).ExpectVersion(Key("record"), 1))), Cancellation);

        value.ShouldBe("unchanged");
        committed.Position.ShouldBeNull();
        committed.Counters.ShouldBeEmpty();
    }
}
