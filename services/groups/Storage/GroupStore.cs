using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>
/// Groups in the store. Keys of an organization: <c>g</c> a hash each (record, version, time, member count); <c>gn</c> canonical
/// displayName → id; <c>gx</c> externalId → ids; <c>order</c> ids by creation. A membership change touches only counters of the hash,
/// so that two of them never get in each other's way (P16).
/// </summary>
internal sealed class GroupStore(StoreSession session, TimeProvider time)
{
    private const string RecordField = "record";
    private const string VersionField = "version";
    private const string ModifiedField = "modified";
    private const string CountField = "members";
    private static readonly RedisValue[] Fields = [RecordField, VersionField, ModifiedField, CountField];

    private readonly KeySpace keys = session.Keys;

    /// <summary>The group.</summary>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND: not there, deleted, or another organization's.</exception>
    public async Task<GroupState> GetAsync(string organizationId, string groupId) =>
        await FindAsync(organizationId, groupId) ?? throw GroupRules.NotFound();

    /// <summary>The group, or null.</summary>
    public async Task<GroupState?> FindAsync(string organizationId, string groupId) => organizationId.Length == 0 || groupId.Length == 0
        ? null
        : Read(organizationId, await session.Reads.HashGetAsync(Key(organizationId, groupId), Fields));

    /// <summary>Those of the groups that are there, in the order of the ids.</summary>
    public async Task<IReadOnlyList<GroupState>> ReadAsync(string organizationId, IEnumerable<string> groupIds)
    {
        var groups = await Task.WhenAll(groupIds.Select(id => FindAsync(organizationId, id)));
        return [.. groups.OfType<GroupState>()];
    }

    /// <summary>The reserved groups that are there: both, as soon as the organization's creation has come through.</summary>
    public Task<IReadOnlyList<GroupState>> ReadSystemAsync(string organizationId) =>
        ReadAsync(organizationId, [SystemGroups.EveryoneId(organizationId), SystemGroups.AdministratorsId(organizationId)]);

    /// <summary>Who has the name, in any letter case and Unicode form (P32).</summary>
    public async Task<GroupState?> FindByNameAsync(string organizationId, string displayName)
    {
        if (!CanonicalText.TryCanonicalize(displayName, out var canonical))
        {
            return null;
        }

        var id = await session.Reads.HashGetAsync(Names(organizationId), canonical);
        return id.IsNull ? null : await FindAsync(organizationId, id!);
    }

    /// <summary>Who has the externalId, exactly; null where too many have (<see cref="SharedIndex"/>).</summary>
    public async Task<IReadOnlyList<GroupState>?> FindByExternalIdAsync(string organizationId, string externalId) =>
        await SharedIndex.ReadAsync(session, ExternalIds(organizationId), externalId) is { } ids ? await ReadAsync(organizationId, ids) : null;

    /// <summary>What a request with this cause created a moment ago.</summary>
    public async Task<GroupState?> FindByRequestAsync(string organizationId, Cause? cause)
    {
        if (string.IsNullOrEmpty(cause?.RequestId))
        {
            return null;
        }

        var id = await session.Reads.StringGetAsync(Request(organizationId, cause));
        return id.IsNull ? null : await FindAsync(organizationId, id!);
    }

    /// <summary>How many groups there are, without the reserved ones.</summary>
    public Task<long> CountAsync(string organizationId) => session.Reads.SortedSetLengthAsync(Order(organizationId));

    /// <summary>A page in the order of creation, without the reserved ones.</summary>
    public async Task<IReadOnlyList<ListPlace>> ReadPageAsync(string organizationId, bool descending, int start, int count) => count <= 0
        ? []
        : [.. (await session.Reads.SortedSetRangeByRankWithScoresAsync(
            Order(organizationId), start, (long)start + count - 1, descending ? StackExchange.Redis.Order.Descending : StackExchange.Redis.Order.Ascending))
            .Select(CreationOrder.PlaceOf)];

    /// <summary>A page in the order of creation after a place whose group may be gone by now; null: from the beginning.</summary>
    public Task<IReadOnlyList<ListPlace>> ReadAfterAsync(string organizationId, bool descending, ListPlace? after, int count) =>
        CreationOrder.ReadAfterAsync(session.Reads, Order(organizationId), descending, after, count);

    /// <summary>All in the order of creation, in chunks, without the reserved ones.</summary>
    public IAsyncEnumerable<IReadOnlyList<GroupState>> ReadAllAsync(string organizationId, ListPlace? after) =>
        CreationOrder.ReadAllAsync(session.Bulk, Order(organizationId), after, ids => ReadAsync(organizationId, ids));

    /// <summary>How many groups there are, the reserved ones too.</summary>
    public Task<long> CountNamesAsync(string organizationId) => session.Reads.HashLengthAsync(Names(organizationId));

    /// <summary>The canonical names that hold a part, with the ids of their groups, the reserved ones too; reads every name.</summary>
    public async Task<IReadOnlyList<(string Name, string Id)>> FindByPartAsync(string organizationId, string part, CancellationToken cancellation)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal); // a scan may answer an entry twice while the hash grows
        await foreach (var entry in session.Bulk.HashScanAsync(Names(organizationId), default, Commit.MaximumFields).WithCancellation(cancellation))
        {
            var name = (string)entry.Name!;
            if (name.Contains(part, StringComparison.Ordinal))
            {
                found[name] = entry.Value!;
            }
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>Changes a group's record alone.</summary>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND, VERSION_MISMATCH, or what the rule throws.</exception>
    public async Task<(GroupState Group, Position? Position)> ChangeRecordAsync(
        string organizationId, string groupId, ulong ifVersion, Cause? cause, Action<GroupState, GroupRecord> rule, Func<GroupRecord, Change> tell)
    {
        var (group, committed) = await session.ChangeAsync(async () =>
        {
            var before = await GetAsync(organizationId, groupId);
            var record = before.Record.Clone();
            rule(before, record);
            var commit = new Commit(Partition.Of(organizationId));
            if (record.Equals(before.Record))
            {
                return (before, commit);
            }

            if (ifVersion != 0)
            {
                VersionCondition.CheckEdited(ifVersion, before.Version, before.Record.DisplayName);
                ExpectVersion(commit, before);
            }

            await WriteRecordAsync(commit, before, organizationId, record);
            commit.Append(Stamp(tell(record), organizationId, cause), groupId);
            return (Touch(commit, before, record, countChange: 0), commit);
        });
        return (group, committed.Position);
    }

    /// <summary>Hides a group at once, with its grants; what it leaves behind is cleared in chunks (<see cref="Clearing"/>).</summary>
    public async Task<Position?> DeleteAsync(
        string organizationId, string groupId, VersionCondition condition, Cause? cause, Action<GroupState> check)
    {
        var (_, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            var commit = new Commit(Partition.Of(organizationId));
            if (await FindAsync(organizationId, groupId) is not { } group)
            {
                return mayBeWritten ? (0, commit) : throw GroupRules.NotFound(); // by an earlier attempt (P29)
            }

            check(group);
            Expect(commit, group, condition);
            var grants = new GrantKeys(keys, organizationId);
            commit.ExpectField(grants.Versions, groupId, await session.Reads.HashGetAsync(grants.Versions, groupId)); // no grant since they were read
            foreach (var (instanceId, role) in (await session.Reads.HashKeysAsync(grants.OfGroup(groupId))).Select(field => GrantKeys.Split(field!)))
            {
                commit.RemoveFromSet(grants.OnInstance(instanceId), GrantKeys.Member(groupId, role));
            }

            commit.Delete(Key(organizationId, groupId)).Delete(grants.OfGroup(groupId)).DeleteFields(grants.Versions, [groupId]).ForgetHistory(groupId)
                .DeleteFields(Names(organizationId), [CanonicalText.Canonicalize(group.Record.DisplayName)])
                .RemoveFromOrder(Order(organizationId), groupId)
                .SetField(keys.Of(commit.Partition, "clearing"), $"{organizationId}/{groupId}/{group.Record.MembersKey}", "group");
            await WriteExternalIdAsync(commit, organizationId, groupId, group.Record.ExternalId, "");

            // The only entry of the group's history from now on: by it the clearing finds what to put into the members' histories.
            var change = Stamp(new() { GroupDeleted = new() { GroupId = groupId, DisplayName = group.Record.DisplayName } }, organizationId, cause);
            return (0, commit.Append(change, groupId));
        });
        return committed.Position;
    }

    /// <summary>The group must still be as it was read, and of a version that the condition allows.</summary>
    /// <exception cref="RefusedException">VERSION_MISMATCH.</exception>
    public Commit Expect(Commit commit, GroupState group, VersionCondition condition)
    {
        var key = Key(group.OrganizationId, group.Id);
        commit.ExpectField(key, RecordField, group.Bytes);
        if (!condition.IsNone)
        {
            condition.Check(group.Version);
            ExpectVersion(commit, group);
        }

        return commit;
    }

    /// <summary>Nothing of the group, its members included, may have changed since it was read.</summary>
    public void ExpectVersion(Commit commit, GroupState group) =>
        commit.ExpectField(Key(group.OrganizationId, group.Id), VersionField, (long)group.Version);

    /// <summary>Writes a record and its indexes: a new one's (<paramref name="before"/> is null) or a changed one's.</summary>
    public async Task WriteRecordAsync(Commit commit, GroupState? before, string organizationId, GroupRecord after)
    {
        var key = Key(organizationId, after.Id);
        commit.ExpectField(key, RecordField, before is null ? RedisValue.Null : before.Bytes);
        commit.SetField(key, RecordField, after.ToByteArray());
        var (oldName, newName) = (before is null ? null : CanonicalText.Canonicalize(before.Record.DisplayName), CanonicalText.Canonicalize(after.DisplayName));
        if (oldName != newName)
        {
            if (oldName is not null)
            {
                commit.DeleteFields(Names(organizationId), [oldName]);
            }

            commit.ExpectField(Names(organizationId), newName, RedisValue.Null).SetField(Names(organizationId), newName, after.Id);
        }

        await WriteExternalIdAsync(commit, organizationId, after.Id, before?.Record.ExternalId ?? "", after.ExternalId);
        if (before is null && after is { Everyone: false, Administrators: false })
        {
            commit.AddToOrder(Order(organizationId), after.Number, after.Id);
        }
    }

    /// <summary>Raises the version of a group that the commit changes.</summary>
    /// <returns>The group as it will be; its version where nobody else changes members meanwhile.</returns>
    public GroupState Touch(Commit commit, GroupState? before, GroupRecord after, long countChange, string? organizationId = null)
    {
        // As it is stored; RFC 7643 §3.1: what is new wasn't modified since.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(before is null ? after.CreatedMs : time.GetUtcNow().ToUnixTimeMilliseconds());
        var owner = before?.OrganizationId ?? organizationId!;
        var key = Key(owner, after.Id);
        commit.AddToField(key, VersionField, 1).SetField(key, ModifiedField, now.ToUnixTimeMilliseconds());
        if (countChange != 0)
        {
            commit.AddToField(key, CountField, countChange);
        }

        return new(owner, after, after.ToByteArray(), (before?.Version ?? 0) + 1, now, (before?.MemberCount ?? 0) + countChange);
    }

    /// <summary>Remembers what a request created, so that its replay answers the same.</summary>
    public void RememberRequest(Commit commit, string organizationId, string groupId, Cause? cause)
    {
        if (!string.IsNullOrEmpty(cause?.RequestId))
        {
            commit.Set(Request(organizationId, cause), groupId, TimeSpan.FromMinutes(10));
        }
    }

    /// <summary>An entry of the log with its organization, time and cause.</summary>
    /// <param name="change">The entry.</param>
    /// <param name="organizationId">Whose.</param>
    /// <param name="cause">Why.</param>
    /// <param name="at">When, where a record tells it too: a projection must learn the same from both. Absent: now.</param>
    public Change Stamp(Change change, string organizationId, Cause? cause, DateTimeOffset? at = null)
    {
        change.OrganizationId = organizationId;
        change.At = (at ?? time.GetUtcNow()).ToTimestamp();
        change.Cause = cause;
        return change;
    }

    private Task WriteExternalIdAsync(Commit commit, string organizationId, string groupId, string before, string after)
    {
        return SharedIndex.WriteAsync(session, commit, ExternalIds(organizationId), groupId, Values(before), Values(after));

        static string[] Values(string externalId) => externalId.Length == 0 ? [] : [externalId];
    }

    private static GroupState? Read(string organizationId, RedisValue[] fields) => fields[0].IsNull
        ? null
        : new(
            organizationId, GroupRecord.Parser.ParseFrom((byte[])fields[0]!), (byte[])fields[0]!, (ulong)(long)fields[1],
            DateTimeOffset.FromUnixTimeMilliseconds((long)fields[2]), (long)fields[3]);

    private RedisKey Key(string organizationId, string groupId) => keys.Of(Partition.Of(organizationId), "g", organizationId, groupId);

    private RedisKey Names(string organizationId) => keys.Of(Partition.Of(organizationId), "gn", organizationId);

    private RedisKey ExternalIds(string organizationId) => keys.Of(Partition.Of(organizationId), "gx", organizationId);

    private RedisKey Order(string organizationId) => keys.Of(Partition.Of(organizationId), "order", organizationId);

    private RedisKey Request(string organizationId, Cause cause) => keys.Of(Partition.Of(organizationId), "request", organizationId, cause.RequestId);
}
