using System.Globalization;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>
/// Memberships in the store. <c>m</c> user → edge, a hash for each group and generation; <c>ug</c> the groups of a user (may name more
/// than there are: what reads it looks at the edge); <c>waiting</c> group → parked edge, a hash for each user that isn't there;
/// <c>parked</c> who waits for a group.
/// </summary>
internal sealed class MemberStore(StoreSession session, GroupStore groups, IOptions<GroupsOptions> options, TimeProvider time, ILogger<MemberStore> logger)
{
    // The buckets of a hash that has shrunk may be empty; a page is short then, not slow.
    private const int MaximumScansOfPage = 10;

    private readonly KeySpace keys = session.Keys;

    /// <summary>The edges of those users who are members.</summary>
    public async Task<Dictionary<string, EdgeRecord>> ReadEdgesAsync(GroupState group, IReadOnlyCollection<string> userIds)
    {
        var edges = new Dictionary<string, EdgeRecord>(StringComparer.Ordinal);
        foreach (var ids in userIds.Chunk(Commit.MaximumFields))
        {
            var values = await session.Reads.HashGetAsync(Members(group), [.. ids.Select(id => (RedisValue)id)]);
            foreach (var (id, value) in ids.Zip(values).Where(pair => !pair.Second.IsNull))
            {
                edges[id] = EdgeRecord.Parser.ParseFrom((byte[])value!);
            }
        }

        return edges;
    }

    /// <summary>All edges, in pages; one that changes meanwhile may be missed or be of either side, none comes twice.</summary>
    public async IAsyncEnumerable<IReadOnlyList<(string UserId, EdgeRecord Edge)>> ReadPagesAsync(
        GroupState group, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal); // a scan may answer an entry twice while the hash grows
        var page = new List<(string, EdgeRecord)>();
        await foreach (var entry in session.Bulk.HashScanAsync(Members(group), default, Commit.MaximumFields).WithCancellation(cancellation))
        {
            var id = (string)entry.Name!;
            if (seen.Add(id))
            {
                page.Add((id, EdgeRecord.Parser.ParseFrom((byte[])entry.Value!)));
            }

            if (page.Count == Commit.MaximumFields)
            {
                yield return page;
                page = [];
            }
        }

        if (page.Count > 0)
        {
            yield return page;
        }
    }

    /// <summary>
    /// A page of edges in the order of the store's own cursor; costs what the page costs, however large the group. One that comes or goes meanwhile
    /// may be on no page. One that is a member all the time is on some page, but in a hash so small that the store answers it as a whole: there
    /// whoever leaves from before the place shifts another one over it, who is on none until the list is read anew.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="place">Where the page begins.</param>
    /// <param name="size">How many: it may be half as many more, or fewer.</param>
    /// <returns>The page, and where the next one begins; null: there is none.</returns>
    public async Task<(IReadOnlyList<(string UserId, EdgeRecord Edge)> Page, MemberPlace? Next)> ReadPageAsync(GroupState group, MemberPlace place, int size)
    {
        var page = new Dictionary<string, EdgeRecord>(StringComparer.Ordinal);
        for (var scan = 0; scan < MaximumScansOfPage; scan++)
        {
            var answer = (RedisResult[])(await session.Reads.ExecuteAsync(
                "HSCAN", [Members(group), place.Cursor.ToString(CultureInfo.InvariantCulture), "COUNT", size], CommandFlags.None))!;
            var (cursor, found) = (ulong.Parse((string)answer[0]!, CultureInfo.InvariantCulture), (RedisValue[])answer[1]!);
            var entries = found.Chunk(2).Skip(place.Skip).ToList();

            // A small hash is answered as a whole, whatever was asked for.
            var isMore = entries.Count > size - page.Count + (size / 2);
            var taken = isMore ? size - page.Count : entries.Count;
            foreach (var entry in entries.Take(taken))
            {
                page[(string)entry[0]!] = EdgeRecord.Parser.ParseFrom((byte[])entry[1]!);
            }

            place = isMore ? place with { Skip = place.Skip + taken } : place with { Cursor = cursor, Skip = 0 };
            if (!isMore && cursor == 0)
            {
                return (Page(), null);
            }

            if (page.Count > size / 2)
            {
                break;
            }
        }

        return (Page(), place);

        IReadOnlyList<(string, EdgeRecord)> Page() => [.. page.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The groups in which a user has an edge, whatever its stay.</summary>
    public async Task<IReadOnlyList<(GroupState Group, EdgeRecord Edge)>> ReadGroupsOfAsync(string organizationId, string userId)
    {
        var ids = await session.Reads.SetMembersAsync(GroupsOf(organizationId, userId));
        var found = await groups.ReadAsync(organizationId, ids.Select(id => (string)id!));
        var edges = await Task.WhenAll(found.Select(group => session.Reads.HashGetAsync(Members(group), userId)));
        return [.. found.Zip(edges).Where(pair => !pair.Second.IsNull)
            .Select(pair => (pair.First, EdgeRecord.Parser.ParseFrom((byte[])pair.Second!)))];
    }

    /// <summary>Who waits for a group.</summary>
    public async Task<IReadOnlyList<(string UserId, ParkedRecord Parked)>> ReadParkedAsync(GroupState group) =>
        await ReadParkedAsync(group, [.. (await session.Reads.SetMembersAsync(Parked(group))).Select(id => (string)id!)]);

    // Expired ones don't wait any more, though it may take a moment until they are cleared.
    private async Task<IReadOnlyList<(string UserId, ParkedRecord Parked)>> ReadParkedAsync(GroupState group, IReadOnlyCollection<string> ids)
    {
        var records = await Task.WhenAll(ids.Select(id => session.Reads.HashGetAsync(Waiting(group.OrganizationId, id), group.Id)));
        return [.. ids.Zip(records).Where(pair => !pair.Second.IsNull).Select(pair => (pair.First, ParkedRecord.Parser.ParseFrom((byte[])pair.Second!)))
            .Where(pair => pair.Item2.ExpiresMs > Now)];
    }

    /// <summary>Who waits for a group, by id.</summary>
    /// <param name="group">The group.</param>
    /// <param name="among">Only these are asked for; null: all.</param>
    public async Task<IReadOnlySet<string>> ReadParkedIdsAsync(GroupState group, IReadOnlyCollection<string>? among)
    {
        var ids = among is null || await session.Reads.SetLengthAsync(Parked(group)) <= among.Count
            ? (await session.Reads.SetMembersAsync(Parked(group))).Select(id => (string)id!).ToList()
            : among;
        return (await ReadParkedAsync(group, ids)).Select(pair => pair.UserId).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The groups that wait for a user, and since when; those that are gone, or have waited too long, are left out.</summary>
    public async Task<IReadOnlyList<(GroupState Group, ParkedRecord Parked)>> ReadParkedOfUserAsync(string organizationId, string userId)
    {
        var parked = (await session.Reads.HashGetAllAsync(Waiting(organizationId, userId)))
            .ToDictionary(entry => (string)entry.Name!, entry => ParkedRecord.Parser.ParseFrom((byte[])entry.Value!));
        var found = await groups.ReadAsync(organizationId, parked.Where(pair => pair.Value.ExpiresMs > Now).Select(pair => pair.Key));
        return [.. found.Select(group => (group, parked[group.Id]))];
    }

    /// <summary>The groups that wait for a user.</summary>
    public async Task<IReadOnlyList<string>> ReadWaitingAsync(string organizationId, string userId) =>
        [.. (await session.Reads.HashKeysAsync(Waiting(organizationId, userId))).Select(groupId => (string)groupId!)];

    /// <summary>How a group waits for a user; the commit expects that it still does.</summary>
    /// <returns>Null where it doesn't.</returns>
    public async Task<ParkedRecord?> ExpectWaitingAsync(Commit commit, string organizationId, string groupId, string userId)
    {
        var stored = await session.Reads.HashGetAsync(Waiting(organizationId, userId), groupId);
        if (stored.IsNull)
        {
            return null;
        }

        commit.ExpectField(Waiting(organizationId, userId), groupId, stored);
        return ParkedRecord.Parser.ParseFrom((byte[])stored!);
    }

    /// <summary>Writes a plan's edges, one script for up to 1,000 of them, and tells of them.</summary>
    public void Write(Commit commit, GroupState group, MemberPlan plan, Cause? cause)
    {
        var (members, at) = (Members(group), time.GetUtcNow());
        commit.ExpectFields(members, [.. plan.Added.Where(add => !plan.Restated.Contains(add.UserId)).Select(add => add.UserId)], present: false);
        commit.ExpectFields(members, [.. plan.Restated, .. plan.Removed], present: true);
        commit.SetFields(members, [.. plan.Added.Select(add => KeyValuePair.Create(add.UserId, NewEdge(add.Tenure, cause, at)))]);
        commit.DeleteFields(members, plan.Removed);
        foreach (var (userId, _) in plan.Added)
        {
            commit.AddToSet(GroupsOf(group.OrganizationId, userId), group.Id);
        }

        foreach (var userId in plan.Removed)
        {
            commit.RemoveFromSet(GroupsOf(group.OrganizationId, userId), group.Id);
        }

        WriteParked(commit, group, plan, cause);
        Tell(commit, group, plan, cause, at);
    }

    /// <summary>Writes who waits and who no longer does.</summary>
    public void WriteParked(Commit commit, GroupState group, MemberPlan plan, Cause? cause)
    {
        var record = new ParkedRecord
        {
            SinceMs = Now,
            ExpiresMs = Now + (long)options.Value.RetentionTime.TotalMilliseconds,
            RequestId = cause?.RequestId ?? "",
            Actor = cause?.Actor ?? "",
        }.ToByteArray();
        foreach (var userId in plan.Parked)
        {
            commit.SetField(Waiting(group.OrganizationId, userId), group.Id, record).AddToSet(Parked(group), userId)
                .SetField(keys.Of(commit.Partition, "expiring"), $"{group.OrganizationId}/{userId}/{group.Id}", Now + (long)options.Value.RetentionTime.TotalMilliseconds);
        }

        foreach (var userId in plan.Unparked)
        {
            // Who comes at this moment is a member by then, and must leave as one.
            commit.ExpectFields(Waiting(group.OrganizationId, userId), [group.Id], present: true);
            Unpark(commit, group.OrganizationId, group.Id, userId);
        }
    }

    /// <summary>Forgets that a group waits for a user.</summary>
    public void Unpark(Commit commit, string organizationId, string groupId, string userId) => commit
        .DeleteFields(Waiting(organizationId, userId), [groupId])
        .RemoveFromSet(keys.Of(commit.Partition, "parked", organizationId, groupId), userId)
        .DeleteFields(keys.Of(commit.Partition, "expiring"), [$"{organizationId}/{userId}/{groupId}"]);

    /// <summary>
    /// Appends the entries that tell of a plan, at most 1,000 members each. They are in the group's history, and in the members' too; of a
    /// change that is larger than a script may be, a moment later (<see cref="RememberAsync"/>).
    /// </summary>
    public void Tell(Commit commit, GroupState group, MemberPlan plan, Cause? cause, DateTimeOffset at)
    {
        foreach (var added in plan.Added.Chunk(Commit.MaximumFields - 1)) // an entry has 1,000 subjects, and the group is one
        {
            commit.Append(groups.Stamp(new()
            {
                MembersAdded = new() { GroupId = group.Id, GroupName = group.Record.DisplayName, Members = { added.Select(add => new Member { UserId = add.UserId, Tenure = add.Tenure }) } },
            }, group.OrganizationId, cause, at), Subjects(added.Select(add => add.UserId)));
        }

        foreach (var removed in plan.Removed.Chunk(Commit.MaximumFields - 1))
        {
            commit.Append(groups.Stamp(
                new() { MembersRemoved = new() { GroupId = group.Id, GroupName = group.Record.DisplayName, UserIds = { removed } } }, group.OrganizationId, cause, at), Subjects(removed));
        }

        IReadOnlyCollection<string> Subjects(IEnumerable<string> userIds) => plan.Size <= Commit.MaximumFields ? [group.Id, .. userIds] : [group.Id];
    }

    /// <summary>
    /// Puts the entries of a change that was larger than a script may be into its members' histories, in chunks after it. Where the store fails
    /// meanwhile, some histories lack it: the change was made (P29), and the group's history and the memberships themselves tell of it.
    /// </summary>
    public async Task RememberAsync(GroupState group, MemberPlan plan, IReadOnlyList<Change> told, Committed committed)
    {
        if (committed.Position is not { } last || plan.Size <= Commit.MaximumFields)
        {
            return;
        }

        try
        {
            foreach (var (back, change) in told.Reverse().Index())
            {
                var commit = new Commit(Partition.Of(group.OrganizationId));
                foreach (var userId in change.MembersAdded?.Members.Select(member => member.UserId) ?? change.MembersRemoved?.UserIds ?? Enumerable.Empty<string>())
                {
                    commit.Remember(userId, last.Sequence - (ulong)back);
                }

                await session.TryCommitAsync(commit);
            }
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException)
        {
            GroupsLog.RememberingFailed(logger, group.Id, e.Message);
        }
    }

    /// <summary>Fills a key of its own with the edges as they will be, in chunks, while nobody sees it.</summary>
    /// <returns>The key, to be swapped in by the commit that makes it true.</returns>
    public async Task<RedisKey> StageAsync(
        GroupState group, IEnumerable<KeyValuePair<string, EdgeRecord>> edges, MemberPlan plan, Cause? cause, DateTimeOffset at)
    {
        var staged = keys.Of(Partition.Of(group.OrganizationId), "staged", group.OrganizationId, Guid.NewGuid().ToString("N"));
        var leaving = plan.Removed.Concat(plan.Restated).ToHashSet(StringComparer.Ordinal);
        var present = edges.Where(edge => !leaving.Contains(edge.Key)).Select(edge => new HashEntry(edge.Key, edge.Value.ToByteArray()))
            .Concat(plan.Added.Select(add => new HashEntry(add.UserId, NewEdge(add.Tenure, cause, at))));
        foreach (var chunk in present.Chunk(Commit.MaximumFields))
        {
            await session.Bulk.HashSetAsync(staged, chunk);
        }

        await session.Bulk.KeyExpireAsync(staged, TimeSpan.FromMinutes(10)); // a crash before the swap leaves nothing for ever
        foreach (var chunk in plan.Added.Chunk(Commit.MaximumFields))
        {
            await Task.WhenAll(chunk.Select(add => session.Bulk.SetAddAsync(GroupsOf(group.OrganizationId, add.UserId), group.Id)));
        }

        return staged;
    }

    /// <summary>
    /// Takes a swapped-in group from the sets of those who left, unless they have come back or it was swapped again. Missing one costs a
    /// look at an edge that isn't there; taking one too many would hide a membership.
    /// </summary>
    public async Task ForgetRemovedAsync(GroupState group, MemberPlan plan)
    {
        foreach (var chunk in plan.Removed.Chunk(Commit.MaximumFields))
        {
            if (await session.TryCommitAsync(Forget(group, chunk)) is null)
            {
                await Task.WhenAll(chunk.Select(userId => session.TryCommitAsync(Forget(group, userId))));
            }
        }
    }

    private Commit Forget(GroupState group, params string[] userIds)
    {
        var commit = groups.Expect(new Commit(Partition.Of(group.OrganizationId)), group, VersionCondition.None).ExpectFields(Members(group), userIds, present: false);
        foreach (var userId in userIds)
        {
            commit.RemoveFromSet(GroupsOf(group.OrganizationId, userId), group.Id);
        }

        return commit;
    }

    /// <summary>The key of a group's edges.</summary>
    public RedisKey Members(GroupState group) => Members(group.OrganizationId, group.Id, group.Record.MembersKey);

    /// <summary>The key of a group's edges of a generation.</summary>
    public RedisKey Members(string organizationId, string groupId, uint generation) =>
        keys.Of(Partition.Of(organizationId), "m", organizationId, $"{groupId}:{generation}");

    /// <summary>The groups of a user.</summary>
    public RedisKey GroupsOf(string organizationId, string userId) => keys.Of(Partition.Of(organizationId), "ug", organizationId, userId);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static RedisValue NewEdge(uint tenure, Cause? cause, DateTimeOffset at) => new EdgeRecord
    {
        Tenure = tenure,
        SinceMs = at.ToUnixTimeMilliseconds(),
        RequestId = cause?.RequestId ?? "",
        Actor = cause?.Actor ?? "",
    }.ToByteArray();

    private RedisKey Waiting(string organizationId, string userId) => keys.Of(Partition.Of(organizationId), "waiting", organizationId, userId);

    private RedisKey Parked(GroupState group) => keys.Of(Partition.Of(group.OrganizationId), "parked", group.OrganizationId, group.Id);
}
