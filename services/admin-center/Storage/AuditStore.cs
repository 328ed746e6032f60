using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using OptiId.Admin.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>
/// The audit log, a chain for each organization: <c>audit</c> number → entry, with its hash; <c>audit-head</c> where it ends;
/// <c>named</c> id → what a group, an instance or a token is called, so that entries can say it. The chain of what concerns no organization
/// has the name <see cref="NoOrganization"/>.
/// </summary>
internal sealed class AuditStore(StoreSession session)
{
    /// <summary>How many entries one look may read.</summary>
    public const int MaximumRead = 1_000;

    private const string NoOrganization = "support";

    /// <summary>Where an organization's chain ends.</summary>
    public async Task<AuditHeadRecord> ReadHeadAsync(string organizationId) => Parse(await session.Reads.StringGetAsync(HeadKey(organizationId)));

    /// <summary>Entries by number, from <paramref name="last"/> down, at most <see cref="MaximumRead"/>; null where one isn't there.</summary>
    public async Task<IReadOnlyList<AuditEntry?>> ReadDownAsync(string organizationId, ulong last, int count)
    {
        var numbers = Enumerable.Range(0, (int)Math.Min((ulong)Math.Min(count, MaximumRead), last)).Select(i => (RedisValue)(long)(last - (ulong)i)).ToArray();
        var stored = await session.Reads.HashGetAsync(EntriesKey(organizationId), numbers);
        return [.. stored.Select(value => value.IsNull ? null : AuditEntry.Parser.ParseFrom((byte[])value!))];
    }

    /// <summary>Appends entries to an organization's chain.</summary>
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
        var head = Parse(stored);
        foreach (var entry in entries)
        {
            entry.Number = ++head.Number;
            entry.PreviousHash = head.Hash;
            entry.Hash = head.Hash = HashOf(entry);
            commit.SetField(EntriesKey(organizationId), entry.Number.ToString(CultureInfo.InvariantCulture), entry.ToByteArray());
        }

        commit.Set(HeadKey(organizationId), head.ToByteArray());
    }

    /// <summary>SHA-256 of the entry before's hash and of this one without its own.</summary>
    public static ByteString HashOf(AuditEntry entry)
    {
        var content = entry.Clone();
        content.Hash = ByteString.Empty;
        return ByteString.CopyFrom(SHA256.HashData(content.ToByteArray())); // it holds the previous hash; one writer's protobuf has one form
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

    private static string NameOf(string organizationId) => organizationId.Length == 0 ? NoOrganization : organizationId;

    private RedisKey HeadKey(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "audit-head", NameOf(organizationId));

    private RedisKey EntriesKey(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "audit", NameOf(organizationId));

    private RedisKey NamesKey(int partition) => session.Keys.Of(partition, "named");
}
