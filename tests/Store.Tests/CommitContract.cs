using Google.Protobuf.WellKnownTypes;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

public sealed class CommitOnRedisTests(RedisTestStore store) : CommitContract(store), IClassFixture<RedisTestStore>;

[Collection(OnRedisCluster.Name)]
public sealed class CommitOnRedisClusterTests(RedisClusterTestStore store) : CommitContract(store);

public sealed class CommitOnEmbeddedTests(EmbeddedTestStore store) : CommitContract(store), IClassFixture<EmbeddedTestStore>;

/// <summary>What one commit promises: all or nothing, each check, each write.</summary>
public abstract class CommitContract(TestStore store) : StoreContract(store)
{
    private static readonly byte[] VersionThree = VersionedRecord.Write(3, new StringValue { Value = "x" });

    private static readonly string[] Written =
    [
        "record", "text", "short", "doomed", "staged", "swapped", "hash", "counters", "set", "order", "nothing",
        "log:sequence", "log:entries", "log:epoch",
    ];

    [Theory]
    [InlineData("version")]
    [InlineData("version of an absent record")]
    [InlineData("absent")]
    [InlineData("value")]
    [InlineData("value of an absent string")]
    [InlineData("field")]
    [InlineData("field that is absent")]
    [InlineData("no field")]
    [InlineData("fields present")]
    [InlineData("fields absent")]
    [InlineData("source of a rename")]
    public async Task AFailedCheck_WritesNothing(string check)
    {
        await PrepareAsync();
        var commit = WriteEverything(new Commit(Place));
        _ = Fail(commit, check);
        var before = await SnapshotAsync();

        (await Session.TryCommitAsync(commit)).ShouldBeNull();

        (await SnapshotAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task ChecksThatHold_LetEveryWriteThrough()
    {
        await PrepareAsync();
        var commit = WriteEverything(new Commit(Place)
            .ExpectVersion(Key("record"), 3)
            .ExpectAbsent(Key("nothing"))
            .ExpectValue(Key("text"), "old")
            .ExpectField(Key("hash"), "there", "1")
            .ExpectField(Key("hash"), "not there", RedisValue.Null)
            .ExpectFields(Key("hash"), ["there", "also"], present: true)
            .ExpectFields(Key("hash"), ["x", "y"], present: false)
            .ExpectFields(Key("nothing"), ["x"], present: false)
            .ExpectFields(Key("hash"), [], present: true));

        var committed = (await Session.TryCommitAsync(commit)).ShouldNotBeNull();

        committed.Counters.ShouldBe([11, 8]);
        committed.Position.ShouldNotBeNull().Sequence.ShouldBe(2ul);
        ((string?)await Session.Reads.StringGetAsync(Key("text"))).ShouldBe("new");
        (await Session.Reads.KeyTimeToLiveAsync(Key("short"))).ShouldNotBeNull().TotalSeconds.ShouldBeInRange(30, 60);
        (await Session.Reads.KeyExistsAsync(Key("doomed"))).ShouldBeFalse();
        (await Session.Reads.KeyExistsAsync(Key("staged"))).ShouldBeFalse();
        ((string?)await Session.Reads.HashGetAsync(Key("swapped"), "member")).ShouldBe("staged");
        (await Session.Reads.HashLengthAsync(Key("swapped"))).ShouldBe(1);
        ((string?)await Session.Reads.HashGetAsync(Key("hash"), "also")).ShouldBe("written");
        (await Session.Reads.HashExistsAsync(Key("hash"), "there")).ShouldBeFalse();
        (await Session.Reads.SetMembersAsync(Key("set"))).Select(member => (string)member!).Order().ShouldBe(["b", "c"]);
        (await Session.Reads.SortedSetScoreAsync(Key("order"), "m")).ShouldBe(2.5);
        (await Session.Reads.SortedSetScoreAsync(Key("order"), "gone")).ShouldBeNull();
    }

    [Fact]
    public async Task RemovingWhatIsAbsent_ChangesNothing()
    {
        (await Session.TryCommitAsync(new Commit(Place)
            .Delete(Key("no")).DeleteFields(Key("no"), ["a"]).RemoveFromSet(Key("no"), "a").RemoveFromOrder(Key("no"), "a"))).ShouldNotBeNull();
        (await Session.Reads.KeyExistsAsync(Key("no"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Bytes_ComeBackAsTheyWere()
    {
        var bytes = Enumerable.Range(0, 512).Select(b => (byte)b).ToArray();
        await Session.TryCommitAsync(new Commit(Place).Set(Key("bytes"), bytes).SetField(Key("bytes in a hash"), bytes, bytes));

        ((byte[]?)await Session.Reads.StringGetAsync(Key("bytes"))).ShouldBe(bytes);
        ((byte[]?)await Session.Reads.HashGetAsync(Key("bytes in a hash"), bytes)).ShouldBe(bytes);
        (await Session.TryCommitAsync(new Commit(Place).ExpectValue(Key("bytes"), bytes).ExpectField(Key("bytes in a hash"), bytes, bytes)
            .Delete(Key("bytes")))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(255ul)]
    [InlineData(256ul)]
    [InlineData(0x0D0A_0D0A_0D0A_0D0Aul)] // line ends, which a text protocol could trip over
    [InlineData(ulong.MaxValue)]
    public async Task AVersion_IsComparedExactly(ulong version)
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("versioned"), VersionedRecord.Write(version, new StringValue { Value = "v" })));
        (await Session.TryCommitAsync(new Commit(Place).ExpectVersion(Key("versioned"), version - 1).Delete(Key("versioned")))).ShouldBeNull();
        (await Session.TryCommitAsync(new Commit(Place).ExpectVersion(Key("versioned"), version).Delete(Key("versioned")))).ShouldNotBeNull();
    }

    [Fact]
    public async Task AnEmptyValue_IsNotAnAbsentOne()
    {
        await Session.TryCommitAsync(new Commit(Place).Set(Key("empty"), "").SetField(Key("hash of empty"), "f", ""));
        (await Session.TryCommitAsync(new Commit(Place).ExpectField(Key("hash of empty"), "f", RedisValue.Null).Delete(Key("empty")))).ShouldBeNull();
        (await Session.TryCommitAsync(new Commit(Place).ExpectAbsent(Key("empty")).Delete(Key("empty")))).ShouldBeNull();
        (await Session.TryCommitAsync(new Commit(Place)
            .ExpectValue(Key("empty"), "").ExpectField(Key("hash of empty"), "f", "").Delete(Key("empty")))).ShouldNotBeNull();
    }

    [Fact]
    public async Task ACommitSentTwice_AnswersTheSameChecks()
    {
        var commit = new Commit(Place).ExpectAbsent(Key("once")).Set(Key("once"), "v").Append(Entry("o"));
        (await Session.TryCommitAsync(commit)).ShouldNotBeNull();
        (await Session.TryCommitAsync(commit)).ShouldBeNull();
    }

    private static Commit Fail(Commit commit, string check, Func<string, RedisKey> key) => check switch
    {
        "version" => commit.ExpectVersion(key("record"), 2),
        "version of an absent record" => commit.ExpectVersion(key("nothing"), 1),
        "absent" => commit.ExpectAbsent(key("text")),
        "value" => commit.ExpectValue(key("text"), "other"),
        "value of an absent string" => commit.ExpectValue(key("nothing"), ""),
        "field" => commit.ExpectField(key("hash"), "there", "2"),
        "field that is absent" => commit.ExpectField(key("hash"), "not there", "1"),
        "no field" => commit.ExpectField(key("hash"), "there", RedisValue.Null),
        "fields present" => commit.ExpectFields(key("hash"), ["there", "not there"], present: true),
        "fields absent" => commit.ExpectFields(key("hash"), ["not there", "there"], present: false),
        "source of a rename" => commit.Rename(key("nothing"), key("swapped")),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "Unknown."),
    };

    private Commit Fail(Commit commit, string check) => Fail(commit, check, Key);

    private async Task PrepareAsync()
    {
        var prepared = await Session.TryCommitAsync(new Commit(Place)
            .Set(Key("record"), VersionThree).Set(Key("text"), "old").Set(Key("doomed"), "1")
            .SetFields(Key("hash"), [KeyValuePair.Create("there", (RedisValue)"1"), KeyValuePair.Create("also", (RedisValue)"1")])
            .SetField(Key("counters"), "a", 10).SetField(Key("counters"), "b", 10)
            .SetField(Key("staged"), "member", "staged")
            .SetFields(Key("swapped"), [KeyValuePair.Create("p", (RedisValue)"1"), KeyValuePair.Create("q", (RedisValue)"1")])
            .AddToSet(Key("set"), "a", "b").AddToOrder(Key("order"), 1, "gone", "m")
            .Append(Entry("before")));
        prepared.ShouldNotBeNull().Position.ShouldNotBeNull().Sequence.ShouldBe(1ul);
    }

    private Commit WriteEverything(Commit commit) => commit
        .Set(Key("text"), "new")
        .Set(Key("short"), "lived", TimeSpan.FromMinutes(1))
        .Delete(Key("doomed"))
        .Rename(Key("staged"), Key("swapped"))
        .SetField(Key("hash"), "one", "1")
        .SetFields(Key("hash"), [KeyValuePair.Create("also", (RedisValue)"written")])
        .DeleteFields(Key("hash"), ["there"])
        .AddToField(Key("counters"), "a", 1)
        .AddToSet(Key("set"), "c")
        .RemoveFromSet(Key("set"), "a")
        .AddToField(Key("counters"), "b", -2)
        .AddToOrder(Key("order"), 2.5, "m")
        .RemoveFromOrder(Key("order"), "gone")
        .Append(Entry("change"));

    private Task<string> SnapshotAsync() => StoreSnapshot.ReadAsync(Session, Written.Select(Key));
}
