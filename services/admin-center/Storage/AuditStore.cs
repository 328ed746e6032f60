using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using OptiId.Admin.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>
/// The audit log, a chain for each organization: <c>audit</c> number → entry, with its hash; <c>audit-head</c> where it ends;
/// <c>audit-chains</c> which chains the partition has; <c>named</c> id → what a group, an instance or a token is called, so that entries can
/// say it. The chain of what concerns no organization has the name <see cref="NoOrganization"/>.
/// </summary>
internal sealed class AuditStore(StoreSession session)
{
    /// <summary>How many entries one read may bring.</summary>
    public const int MaximumRead = 1_000;

    private const string NoOrganization = "support"; // in the partition where the tokens service has Support's tokens

    /// <summary>Where an organization's chain ends.</summary>
    public async Task<AuditHeadRecord> ReadHeadAsync(string organizationId) => Parse(await session.Reads.StringGetAsync(HeadKey(organizationId)));

    /// <summary>How many entries an organization's chain has, whatever its head says.</summary>
    public async Task<ulong> CountAsync(string organizationId) => (ulong)await session.Reads.HashLengthAsync(EntriesKey(organizationId));

    /// <summary>Entries by number, from <paramref name="last"/> down, at most <see cref="MaximumRead"/>; null where one isn't there or can't be read.</summary>
    public async Task<IReadOnlyList<AuditEntry?>> ReadDownAsync(string organizationId, ulong last, int count)
    {
        var length = Math.Min((ulong)Math.Clamp(count, 0, MaximumRead), last);
        return [.. (await ReadUpAsync(organizationId, last - length + 1, (int)length)).Reverse()];
    }

    /// <summary>Entries by number, from <paramref name="first"/> up, at most <see cref="MaximumRead"/>; null where one isn't there or can't be read.</summary>
    public async Task<IReadOnlyList<AuditEntry?>> ReadUpAsync(string organizationId, ulong first, int count)
    {
        var numbers = Enumerable.Range(0, Math.Clamp(count, 0, MaximumRead)).Select(i => (RedisValue)Field(first + (ulong)i)).ToArray();
        var stored = await session.Reads.HashGetAsync(EntriesKey(organizationId), numbers);
        return [.. stored.Select(ParseEntry)];
    }

    /// <summary>Appends an entry to an organization's chain.</summary>
    public Task AppendAsync(string organizationId, AuditEntry entry) => session.ChangeAsync(async () =>
    {
        var commit = new Commit(PartitionOf(organizationId));
        await AppendAsync(commit, organizationId, [entry]);
        return (0, commit);
    });

    /// <summary>Makes a commit append entries to an organization's chain: it fails where another was faster.</summary>
    public async Task AppendAsync(Commit commit, string organizationId, IEnumerable<AuditEntry> entries)
    {
        var stored = await session.Reads.StringGetAsync(HeadKey(organizationId));
        _ = stored.IsNull ? commit.ExpectAbsent(HeadKey(organizationId)) : commit.ExpectValue(HeadKey(organizationId), stored);
        if (stored.IsNull)
        {
            commit.SetField(ChainsKey(commit.Partition), NameOf(organizationId), 1);
        }

        var head = Parse(stored);
        foreach (var entry in entries)
        {
            entry.Number = ++head.Number;
            entry.PreviousHash = head.Hash;
            entry.Hash = head.Hash = HashOf(entry);
            commit.SetField(EntriesKey(organizationId), Field(entry.Number), entry.ToByteArray());
        }

        commit.Set(HeadKey(organizationId), head.ToByteArray());
    }

    /// <summary>Which organizations of a partition have a chain; empty: what concerns none.</summary>
    public async Task<IReadOnlyList<string>> ReadChainsAsync(int partition) =>
        [.. (await session.Reads.HashKeysAsync(ChainsKey(partition))).Select(name => name == NoOrganization ? "" : (string)name!)];

    /// <summary>SHA-256 of <see cref="ContentOf"/>, which holds the hash of the entry before.</summary>
    public static ByteString HashOf(AuditEntry entry) => ByteString.CopyFrom(SHA256.HashData(ContentOf(entry).Span));

    /// <summary>
    /// The one form that is hashed: the entry without its own hash, as protobuf with its fields in the order of their numbers, defaults left
    /// out. It has one form only as long as the message has no map and new fields get higher numbers than all before them.
    /// </summary>
    public static ReadOnlyMemory<byte> ContentOf(AuditEntry entry)
    {
        var content = entry.Clone();
        content.Hash = ByteString.Empty;
        return content.ToByteArray();
    }

    /// <summary>What ids are called.</summary>
    public async Task<Dictionary<string, string>> ReadNamesAsync(int partition, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var names = await session.Reads.HashGetAsync(NamesKey(partition), [.. ids.Select(id => (RedisValue)id)]);
        return ids.Zip(names).Where(pair => !pair.Second.IsNull).ToDictionary(pair => pair.First, pair => (string)pair.Second!);
    }

    /// <summary>Makes a commit remember what ids are called.</summary>
    public void WriteNames(Commit commit, IReadOnlyDictionary<string, string> names)
    {
        if (names.Count > 0)
        {
            commit.SetFields(NamesKey(commit.Partition), [.. names.Select(pair => KeyValuePair.Create(pair.Key, (RedisValue)pair.Value))]);
        }
    }

    /// <summary>The partition in which an organization's chain is.</summary>
    public static int PartitionOf(string organizationId) => Partition.Of(NameOf(organizationId));

    private static AuditHeadRecord Parse(RedisValue stored) => stored.IsNull ? new() : AuditHeadRecord.Parser.ParseFrom((byte[])stored!);

    private static AuditEntry? ParseEntry(RedisValue stored)
    {
        try
        {
            return stored.IsNull ? null : AuditEntry.Parser.ParseFrom((byte[])stored!);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // whatever somebody put in its place
        }
    }

    private static string Field(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(string organizationId) => organizationId.Length == 0 ? NoOrganization : organizationId;

    private RedisKey HeadKey(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "audit-head", NameOf(organizationId));

    private RedisKey EntriesKey(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "audit", NameOf(organizationId));

    private RedisKey ChainsKey(int partition) => session.Keys.Of(partition, "audit-chains");

    private RedisKey NamesKey(int partition) => session.Keys.Of(partition, "named");
}
