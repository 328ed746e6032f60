using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class ChangeLogOnRedisTests(RedisTestStore store) : ChangeLogContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class ChangeLogOnRedisClusterTests(RedisClusterTestStore store) : ChangeLogContract(store);

public sealed class ChangeLogOnEmbeddedTests(EmbeddedTestStore store) : ChangeLogContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What the change log promises.</summary>
public abstract class ChangeLogContract : StoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ChangeLog log;

    protected ChangeLogContract(TestStore store)
        : base(store) => log = new ChangeLog(Session);

    [Fact]
    public async Task ALogThatWasNeverWritten_StandsAtZeroWithoutAnEpoch()
    {
        var head = await log.ReadHeadAsync(Place);
        (head.Partition, head.Sequence, head.Epoch).ShouldBe(((uint)Place, 0ul, ""));
        (await log.ReadAsync(Place, 0)).ShouldNotBeNull().ShouldBeEmpty();
        (await log.TrimAsync(Place, DateTimeOffset.MaxValue)).ShouldBe(0);
    }

    [Fact]
    public async Task AnEntry_ComesBackAsItWasAppended()
    {
        var change = new Change
        {
            OrganizationId = "o",
            At = Timestamp.FromDateTimeOffset(Noon),
            Cause = new Cause { RequestId = "r", Actor = "scim:t" },
            GroupCreated = new GroupCreated { GroupId = "g", DisplayName = "Gruppe Ä\r\n" },
        };
        var position = (await Session.TryCommitAsync(new Commit(Place).Append(change.Clone()))).ShouldNotBeNull().Position.ShouldNotBeNull();

        var head = await log.ReadHeadAsync(Place);
        position.ShouldBe(new Position { Source = log.Source, Partition = Place, Epoch = head.Epoch, Sequence = 1 });
        head.Epoch.ShouldNotBeEmpty();
        change.Sequence = 1;
        (await log.ReadAsync(Place, 0)).ShouldBe([change]);
    }

    [Fact]
    public async Task Partitions_NumberTheirEntriesIndependently()
    {
        await AppendAsync(3);
        var other = await Session.TryCommitAsync(new Commit(Place + 1).Append(Entry("o")));
        other!.Position!.Sequence.ShouldBe(1ul);

        var heads = await log.ReadHeadsAsync();
        heads.Length.ShouldBe(Partition.Count);
        heads.Select(head => head.Partition).ShouldBe(Enumerable.Range(0, Partition.Count).Select(partition => (uint)partition));
        heads.Where(head => head.Sequence > 0).Select(head => (head.Partition, head.Sequence)).ShouldBe([(Place, 3ul), (Place + 1, 1ul)]);
    }

    [Fact]
    public async Task Reading_GoesOnAfterASequenceAndHasALimit()
    {
        await AppendAsync(1_000);
        (await log.ReadAsync(Place, 0)).ShouldNotBeNull().Count.ShouldBe(ChangeLog.MaximumRead);
        (await log.ReadAsync(Place, 0, limit: 100_000)).ShouldNotBeNull().Count.ShouldBe(ChangeLog.MaximumRead);
        (await log.ReadAsync(Place, 990)).ShouldNotBeNull().Select(change => change.Sequence)
            .ShouldBe(Enumerable.Range(991, 10).Select(number => (ulong)number));
        (await log.ReadAsync(Place, 7, limit: 2)).ShouldNotBeNull().Select(change => change.Sequence).ShouldBe([8ul, 9ul]);
        (await log.ReadAsync(Place, 1_000)).ShouldNotBeNull().ShouldBeEmpty();
        (await log.ReadAsync(Place, 5_000)).ShouldNotBeNull().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task ALimitBelowOne_ReadsNothing(int limit)
    {
        await AppendAsync(600);
        (await log.ReadAsync(Place, 0, limit)).ShouldNotBeNull().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Trimming_ForgetsTheOldestOnlyAndAReaderIsTold()
    {
        await AppendAsync(10, Noon);
        await AppendAsync(5, Noon.AddDays(1));

        (await log.TrimAsync(Place, Noon.AddHours(1))).ShouldBe(10);
        (await log.TrimAsync(Place, Noon.AddHours(1))).ShouldBe(0);

        (await log.ReadAsync(Place, 0)).ShouldBeNull();
        (await log.ReadAsync(Place, 9)).ShouldBeNull();
        (await log.ReadAsync(Place, 10)).ShouldNotBeNull().Select(change => change.Sequence).ShouldBe([11ul, 12ul, 13ul, 14ul, 15ul]);
        (await AppendAsync(1)).ShouldBe(16ul);
    }

    [Fact]
    public async Task AnOldEntryBehindANewerOne_IsKeptSoThatTheLogHasNoHole()
    {
        await AppendAsync(1, Noon);
        await AppendAsync(1, Noon.AddDays(2));
        await AppendAsync(1, Noon); // a clock went back
        (await log.TrimAsync(Place, Noon.AddDays(1))).ShouldBe(1);
        (await log.ReadAsync(Place, 1)).ShouldNotBeNull().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Trimming_ForgetsAtMostAThousandACall()
    {
        await AppendAsync(1_000);
        await AppendAsync(300);
        (await log.TrimAsync(Place, DateTimeOffset.UtcNow)).ShouldBe(1_000);
        (await log.TrimAsync(Place, DateTimeOffset.UtcNow)).ShouldBe(300);
        (await log.TrimAsync(Place, DateTimeOffset.UtcNow)).ShouldBe(0);
        (await log.ReadHeadAsync(Place)).Sequence.ShouldBe(1_300ul);
        (await Session.Reads.HashLengthAsync(Key("log:entries"))).ShouldBe(0);
    }

    [Fact]
    public async Task TwoWhoTrimAtOnce_DontStopTheNextOne()
    {
        var writing = Task.Run(async () =>
        {
            for (var round = 0; round < 100; round++)
            {
                await AppendAsync(20);
            }
        }, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAnother()).Select(session => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                await new ChangeLog(session).TrimAsync(Place, DateTimeOffset.UtcNow);
            }
        })));
        await writing;

        await AppendAsync(7);
        while (await log.TrimAsync(Place, DateTimeOffset.UtcNow) > 0)
        {
        }

        (await Session.Reads.HashLengthAsync(Key("log:entries"))).ShouldBe(0);
    }

    [Fact]
    public async Task ARaisedEpoch_ChangesEveryPartitionAndTheNumbersGoOn()
    {
        await AppendAsync(2);
        var before = await log.ReadHeadsAsync();
        await log.RaiseEpochAsync();
        var after = await log.ReadHeadsAsync();

        after.Select(head => head.Epoch).Distinct().Count().ShouldBe(Partition.Count);
        after.Zip(before).ShouldAllBe(pair => pair.First.Epoch != pair.Second.Epoch && pair.First.Sequence == pair.Second.Sequence);
        var position = (await Session.TryCommitAsync(new Commit(Place).Append(Entry("o"))))!.Position!;
        (position.Epoch, position.Sequence).ShouldBe((after[Place].Epoch, 3ul));
    }

    [Fact]
    public async Task AnEpochThatWasDeleted_AsAfterARestoredBackup_IsFollowedByAnotherThatSharesNothing()
    {
        using var renewed = new Measured("optiid.store.epochs_renewed", ("optiid.service", Session.Keys.Service));
        await AppendAsync(2);
        renewed.Sum.ShouldBe(0, "that was the first one");
        var before = await log.ReadHeadAsync(Place);
        await Session.Reads.KeyDeleteAsync(Key("log:epoch"));
        (await log.HoldsAsync(Place, before.Epoch, 1)).ShouldBeFalse();

        await AppendAsync(1);

        renewed.Sum.ShouldBe(1);
        var after = await log.ReadHeadAsync(Place);
        (after.Sequence, after.Epoch.Length, after.Epoch == before.Epoch).ShouldBe((3ul, before.Epoch.Length, false));
        (await log.HoldsAsync(Place, before.Epoch, 1)).ShouldBeFalse();
        (await log.HoldsAsync(Place, after.Epoch, 3)).ShouldBeTrue();
        (await log.HoldsAsync(Place, after.Epoch, 4)).ShouldBeFalse("nobody has read that");
        (await log.HoldsAsync(Place, "", 0)).ShouldBeTrue("whoever has read nothing");
    }

    [Fact]
    public async Task WhereNobodyWasPromoted_LookingForFailoversChangesNothing()
    {
        using var renewed = new Measured("optiid.store.epochs_renewed", ("optiid.service", Session.Keys.Service));
        await log.NoticeFailoversAsync();
        renewed.Last.ShouldBe(0, "it is there before the first");
        (await log.ReadHeadAsync(Place)).Epoch.ShouldBeEmpty("nothing was written yet");
        await AppendAsync(1);
        var before = await log.ReadHeadAsync(Place);
        await new ChangeLog(OpenAnother()).NoticeFailoversAsync();
        (await log.ReadHeadAsync(Place)).ShouldBe(before);
        await Store.RestartAsync();
        await Until.HoldsAsync(async () => (await log.ReadHeadAsync(Place)).Sequence == 1, "the store is back");
        await new ChangeLog(OpenAnother()).NoticeFailoversAsync();
        await AppendAsync(1);
        before.Sequence++;
        (await log.ReadHeadAsync(Place)).ShouldBe(before, "a restart in place loses nothing");
    }

    [Fact]
    public async Task Published_IsRememberedForEachPartition()
    {
        (await log.ReadAllPublishedAsync()).ShouldAllBe(sequence => sequence == 0);
        await log.WritePublishedAsync(Place, 42);
        var published = await log.ReadAllPublishedAsync();
        published[Place].ShouldBe(42ul);
        published.Sum(sequence => (long)sequence).ShouldBe(42);
    }

    [Fact]
    public async Task ALease_HasOneHolder()
    {
        var minute = TimeSpan.FromMinutes(1);
        (await log.TryHoldLeaseAsync(Place, "relay", "a", minute)).ShouldBeTrue();
        (await log.TryHoldLeaseAsync(Place, "relay", "b", minute)).ShouldBeFalse();
        (await log.TryHoldLeaseAsync(Place, "relay", "a", minute)).ShouldBeTrue();
        (await log.TryHoldLeaseAsync(Place, "another", "b", minute)).ShouldBeTrue();
        (await log.TryHoldLeaseAsync(Place + 1, "relay", "b", minute)).ShouldBeTrue();
    }

    [Fact]
    public async Task ALeaseThatIsNotProlonged_GoesToAnother()
    {
        (await log.TryHoldLeaseAsync(Place, "relay", "a", TimeSpan.FromMilliseconds(300))).ShouldBeTrue();
        await Task.Delay(200, Cancellation);
        (await log.TryHoldLeaseAsync(Place, "relay", "a", TimeSpan.FromMilliseconds(600))).ShouldBeTrue();
        await Task.Delay(200, Cancellation);
        (await log.TryHoldLeaseAsync(Place, "relay", "b", TimeSpan.FromSeconds(5))).ShouldBeFalse("it was prolonged");
        await Task.Delay(800, Cancellation);
        (await log.TryHoldLeaseAsync(Place, "relay", "b", TimeSpan.FromSeconds(5))).ShouldBeTrue();
        (await log.TryHoldLeaseAsync(Place, "relay", "a", TimeSpan.FromSeconds(5))).ShouldBeFalse();
    }

    [Fact]
    public async Task OfManyWhoWantALease_OneGetsIt()
    {
        for (var round = 0; round < 50; round++)
        {
            var held = await Task.WhenAll(Enumerable.Range(0, 8).Select(holder => Task.Run(
                () => log.TryHoldLeaseAsync(Place, $"lease{round}", $"holder{holder}", TimeSpan.FromMinutes(1)))));
            held.Count(one => one).ShouldBe(1);
        }
    }

    [Fact]
    public async Task ACommitThatAppends_SignalsItsPartitionOnce()
    {
        var signal = new LogSignal();
        var session = new StoreSession(Store.Connect(), Session.Keys, signal);
        await session.TryCommitAsync(new Commit(Place).Set(Key("no entry"), "1"));
        await session.TryCommitAsync(new Commit(Place).ExpectAbsent(Key("no entry")).Append(Entry("refused")));
        await session.TryCommitAsync(new Commit(Place).Append(Entry("a")));
        await session.TryCommitAsync(new Commit(Place).Append(Entry("b")));
        (await signal.NextAsync(Cancellation)).ShouldBe(Place);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(async () => await signal.NextAsync(soon.Token));
    }

    private async Task<ulong> AppendAsync(int count, DateTimeOffset? at = null)
    {
        var commit = new Commit(Place);
        for (var number = 0; number < count; number++)
        {
            commit.Append(new Change { OrganizationId = "o", At = Timestamp.FromDateTimeOffset(at ?? Noon) });
        }

        return (await Session.TryCommitAsync(commit))!.Position!.Sequence;
    }
}
