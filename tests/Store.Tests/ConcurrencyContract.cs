using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class ConcurrencyOnRedisTests(RedisTestStore store) : ConcurrencyContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class ConcurrencyOnRedisClusterTests(RedisClusterTestStore store) : ConcurrencyContract(store);

public sealed class ConcurrencyOnEmbeddedTests(EmbeddedTestStore store) : ConcurrencyContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What holds when many write at once.</summary>
public abstract class ConcurrencyContract(TestStore store) : StoreContract(store)
{
    private const int Writers = 16;
    private const int WritesEach = 25;

    [Fact]
    public async Task OfConcurrentCreatesOfOneName_ExactlyOneWins()
    {
        var sessions = Enumerable.Range(0, 4).Select(_ => OpenAnother()).ToList();
        for (var round = 0; round < 300; round++)
        {
            var name = round.ToString(CultureInfo.InvariantCulture);
            var created = await Task.WhenAll(sessions.Select((session, writer) => Task.Run(() => session.TryCommitAsync(new Commit(Place)
                .ExpectField(Key("names"), name, RedisValue.Null)
                .SetField(Key("names"), name, writer)
                .Set(Key($"record:{name}"), writer)
                .AddToField(Key("counters"), "records", 1)))));

            created.Count(committed => committed is not null).ShouldBe(1);
            var winner = Array.FindIndex(created, committed => committed is not null);
            ((int)await Session.Reads.HashGetAsync(Key("names"), name)).ShouldBe(winner);
            ((int)await Session.Reads.StringGetAsync(Key($"record:{name}"))).ShouldBe(winner);
        }

        ((int)await Session.Reads.HashGetAsync(Key("counters"), "records")).ShouldBe(300);
    }

    [Fact]
    public async Task ConcurrentChangesOfOneRecord_LoseNothing()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("record"), VersionedRecord.Write(1, new Int64Value { Value = 0 })));
        var sessions = await RunWritersAsync(async (session, _) =>
            await session.ChangeAsync(async () =>
            {
                var (version, record) = await ReadAsync(session);
                return (0, new Commit(Place).ExpectVersion(Key("record"), version)
                    .Set(Key("record"), VersionedRecord.Write(version + 1, new Int64Value { Value = record.Value + 1 })));
            }, Cancellation));

        var (last, total) = await ReadAsync(Session);
        total.Value.ShouldBe(sessions * WritesEach);
        last.ShouldBe(1ul + ((ulong)sessions * WritesEach));
    }

    [Fact]
    public async Task ConcurrentAdditionsToACounter_LoseNothingAndAnswerEachValueOnce()
    {
        var values = new System.Collections.Concurrent.ConcurrentBag<long>();
        var sessions = await RunWritersAsync(async (session, _) =>
            values.Add((await session.TryCommitAsync(new Commit(Place).AddToField(Key("counters"), "all", 1)))!.Counters[0]));

        values.Order().ShouldBe(Enumerable.Range(1, sessions * WritesEach).Select(value => (long)value));
    }

    // The control: shows that the writers above really meet, so that the tests above could fail.
    [Fact]
    public async Task WritersThatDontCheck_LoseUpdates()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("record"), VersionedRecord.Write(1, new Int64Value { Value = 0 })));
        var sessions = await RunWritersAsync(async (session, _) =>
        {
            var (version, record) = await ReadAsync(session);
            await session.TryCommitAsync(new Commit(Place)
                .Set(Key("record"), VersionedRecord.Write(version + 1, new Int64Value { Value = record.Value + 1 })));
        });

        (await ReadAsync(Session)).Record.Value.ShouldBeLessThan(sessions * WritesEach);
    }

    [Fact]
    public async Task TheLog_IsNumberedWithoutGapOrRepetition()
    {
        var answered = new System.Collections.Concurrent.ConcurrentDictionary<string, ulong>();
        var sessions = await RunWritersAsync(async (session, number) =>
        {
            var commit = new Commit(Place);
            var entries = 1 + (number % 3);
            for (var entry = 0; entry < entries; entry++)
            {
                commit.Append(Entry($"{number}:{entry}"));
            }

            var committed = await session.TryCommitAsync(commit);
            answered[$"{number}:{entries - 1}"] = committed!.Position!.Sequence;
        });

        var log = await ReadWholeLogAsync();
        log.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, log.Count).Select(number => (ulong)number));
        log.Select(change => change.OrganizationId).Distinct().Count().ShouldBe(log.Count);
        answered.Count.ShouldBe(sessions * WritesEach);
        answered.ShouldAllBe(commit => log[(int)commit.Value - 1].OrganizationId == commit.Key);
        log.Where(change => !change.OrganizationId.EndsWith(":0", StringComparison.Ordinal))
            .ShouldAllBe(change => log[(int)change.Sequence - 2].OrganizationId.Split(':')[0] == change.OrganizationId.Split(':')[0]);
    }

    [Fact]
    public async Task AReaderOfTheLog_NeverSeesAGapWhileOthersWrite()
    {
        var log = new ChangeLog(Session);
        var writing = RunWritersAsync((session, number) => session.TryCommitAsync(
            new Commit(Place).Set(Key($"k{number}"), number).Append(Entry("a")).Append(Entry("b"))));
        var seen = 0ul;
        do
        {
            var changes = (await log.ReadAsync(Place, seen)).ShouldNotBeNull();
            var head = (await log.ReadHeadAsync(Place)).Sequence;
            changes.Select(change => change.Sequence).ShouldBe(Enumerable.Range(1, changes.Count).Select(offset => seen + (ulong)offset));
            seen += (ulong)changes.Count;
            head.ShouldBeGreaterThanOrEqualTo(seen);
            (seen % 2).ShouldBe(0ul, "half a commit was seen");
        }
        while (!writing.IsCompleted || seen < (await log.ReadHeadAsync(Place)).Sequence);

        seen.ShouldBe((ulong)(2 * await writing * WritesEach));
    }

    private async Task<int> RunWritersAsync(Func<StoreSession, int, Task> write)
    {
        // Sixteen writers over four processes' worth of connections.
        var sessions = Enumerable.Range(0, 4).Select(_ => OpenAnother()).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var turn = 0; turn < WritesEach; turn++)
            {
                await write(sessions[writer % sessions.Count], (writer * WritesEach) + turn);
            }
        })));
        return Writers;
    }

    private async Task<List<Events.V1.Change>> ReadWholeLogAsync()
    {
        var log = new ChangeLog(Session);
        var all = new List<Events.V1.Change>();
        while (await log.ReadAsync(Place, (ulong)all.Count) is { Count: > 0 } changes)
        {
            all.AddRange(changes);
        }

        return all;
    }

    private async Task<(ulong Version, Int64Value Record)> ReadAsync(StoreSession session)
    {
        var bytes = (byte[])(await session.Reads.StringGetAsync(Key("record")))!;
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes), VersionedRecord.Read(bytes, Int64Value.Parser)!);
    }
}
