using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Access.Storage;

/// <summary>Reads the projection.</summary>
internal sealed class AccessStore(StoreSession session, Generations generations)
{
    private const string LastPlace = "~"; // after every id

    /// <summary>The ways in which a user has a role in an instance; none where he isn't active.</summary>
    public async Task<IReadOnlyList<AccessWay>> ReadWaysAsync(string organizationId, string userId, string instanceId)
    {
        if (userId.Length == 0 || instanceId.Length == 0)
        {
            return [];
        }

        var keys = await KeysAsync(organizationId);
        var user = session.Reads.HashGetAsync(keys.Users, userId);
        var edges = session.Reads.HashGetAllAsync(keys.GroupsOfUser(userId));
        var grants = session.Reads.HashGetAllAsync(keys.GrantsOnInstance(instanceId));
        var everyone = session.Reads.StringGetAsync(keys.Everyone);
        await Task.WhenAll(user, edges, grants, everyone);
        return AccessWay.Of(ReadUser(await user), ReadEdges(await edges), ReadGrants(await grants), await everyone);
    }

    /// <summary>The instances in which a user has roles, with names.</summary>
    public async Task<IReadOnlyList<(string InstanceId, InstanceRecord Instance, IReadOnlyList<string> Roles)>> ReadInstancesOfAsync(
        string organizationId, string userId)
    {
        if (userId.Length == 0)
        {
            return [];
        }

        var keys = await KeysAsync(organizationId);
        var user = session.Reads.HashGetAsync(keys.Users, userId);
        var edges = session.Reads.HashGetAllAsync(keys.GroupsOfUser(userId));
        var everyone = session.Reads.StringGetAsync(keys.Everyone);
        if (ReadUser(await user) is not { Active: true } state)
        {
            return [];
        }

        var groups = ReadEdges(await edges).Where(edge => edge.Value.Tenure == state.Tenure).Select(edge => edge.Key).ToList();
        if (!(await everyone).IsNull)
        {
            groups.Add((await everyone)!);
        }

        var granted = await Task.WhenAll(groups.Select(groupId => session.Reads.SetMembersAsync(keys.GrantsOfGroup(groupId))));
        var byInstance = granted.SelectMany(grants => grants).Select(grant => ((string)grant!).Split('/', 2)).ToLookup(parts => parts[0], parts => parts[1]);
        var found = await Task.WhenAll(byInstance.Select(async roles =>
        {
            var stored = await session.Reads.HashGetAsync(keys.Instances, roles.Key);
            var instance = stored.IsNull ? null : InstanceRecord.Parser.ParseFrom((byte[])stored!);
            return (roles.Key, Instance: instance, Roles: (IReadOnlyList<string>)[.. roles.Distinct().Order(StringComparer.Ordinal)]);
        }));
        return [.. found.Where(entry => entry.Instance is not null).Select(entry => (entry.Key, entry.Instance!, entry.Roles))
            .OrderBy(entry => entry.Item2.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The groups with grants on an instance in a fixed order, Everyone last: the order in which its users are listed. Each has a place in
    /// the order, by which a later page finds on though the group has lost its grant.
    /// </summary>
    public async Task<IReadOnlyList<(string GroupId, string Place)>> ReadGroupsOnInstanceAsync(string organizationId, string instanceId)
    {
        var keys = await KeysAsync(organizationId);
        var grants = session.Reads.HashKeysAsync(keys.GrantsOnInstance(instanceId));
        var everyone = (string?)await session.Reads.StringGetAsync(keys.Everyone);
        return [.. (await grants).Select(grant => ((string)grant!).Split('/')[0]).Distinct()
            .Select(groupId => (groupId, Place: groupId == everyone ? LastPlace : groupId)).OrderBy(group => group.Place, StringComparer.Ordinal)];
    }

    /// <summary>Members of a group (of Everyone: active users) after a user id, in the order of ids.</summary>
    public async Task<IReadOnlyList<string>> ReadMembersAsync(string organizationId, string groupId, string after, int count)
    {
        var keys = await KeysAsync(organizationId);
        var everyone = await session.Reads.StringGetAsync(keys.Everyone);
        var key = everyone == groupId ? keys.Active : keys.UsersOfGroup(groupId);
        var ids = await session.Reads.SortedSetRangeByValueAsync(
            key, after.Length == 0 ? default : (RedisValue)after, default, Exclude.Start, Order.Ascending, 0, count);
        return [.. ids.Select(id => (string)id!)];
    }

    /// <summary>Whether users are active, each user's memberships, and the grants on an instance: to find the roles of many at once.</summary>
    public async Task<IReadOnlyList<(string UserId, IReadOnlyList<AccessWay> Ways)>> ReadWaysAsync(
        string organizationId, IReadOnlyCollection<string> userIds, string instanceId)
    {
        var keys = await KeysAsync(organizationId);
        var grants = ReadGrants(await session.Reads.HashGetAllAsync(keys.GrantsOnInstance(instanceId)));
        var everyone = await session.Reads.StringGetAsync(keys.Everyone);
        var groupIds = grants.Select(grant => grant.GroupId).Distinct().ToArray();
        RedisValue[] fields = [.. groupIds.Select(groupId => (RedisValue)groupId)];
        return await Task.WhenAll(userIds.Select(async userId =>
        {
            var user = session.Reads.HashGetAsync(keys.Users, userId);
            var edges = fields.Length == 0 ? [] : await session.Reads.HashGetAsync(keys.GroupsOfUser(userId), fields);
            var present = groupIds.Zip(edges).Where(pair => !pair.Second.IsNull)
                .ToDictionary(pair => pair.First, pair => EdgeRecord.Parser.ParseFrom((byte[])pair.Second!), StringComparer.Ordinal);
            return (userId, AccessWay.Of(ReadUser(await user), present, grants, everyone));
        }));
    }

    /// <summary>The grants on instances, as group and role; null for an instance that the projection doesn't know.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<(string GroupId, string Role)>?>> ReadGrantsOnAsync(string organizationId, IReadOnlyCollection<string> instanceIds)
    {
        var keys = await KeysAsync(organizationId);
        return await Task.WhenAll(instanceIds.Select(async instanceId =>
        {
            var exists = session.Reads.HashExistsAsync(keys.Instances, instanceId);
            var grants = await session.Reads.HashKeysAsync(keys.GrantsOnInstance(instanceId));
            return await exists ? (IReadOnlyList<(string, string)>)[.. grants.Select(grant => ((string)grant!).Split('/', 2)).Select(parts => (parts[0], parts[1]))] : null;
        }));
    }

    /// <summary>The group Everyone; null until the organization's creation has come through.</summary>
    public async Task<string?> ReadEveryoneAsync(string organizationId) => await session.Reads.StringGetAsync((await KeysAsync(organizationId)).Everyone);

    /// <summary>How many members a group has (Everyone: active users), whatever their stays.</summary>
    public async Task<long> CountMembersAsync(string organizationId, string groupId)
    {
        var keys = await KeysAsync(organizationId);
        return await session.Reads.SortedSetLengthAsync(await session.Reads.StringGetAsync(keys.Everyone) == groupId ? keys.Active : keys.UsersOfGroup(groupId));
    }

    /// <summary>Those of the users who are active, each with those of the groups whose member he is in his present stay.</summary>
    public async Task<IReadOnlyList<(string UserId, IReadOnlyList<string> GroupIds)>> ReadMembershipsAsync(
        string organizationId, IReadOnlyList<string> userIds, IReadOnlyList<string> groupIds)
    {
        if (userIds.Count == 0)
        {
            return [];
        }

        var keys = await KeysAsync(organizationId);
        RedisValue[] fields = [.. groupIds.Select(groupId => (RedisValue)groupId)];
        var edges = fields.Length == 0 ? null : Task.WhenAll(userIds.Select(userId => session.Bulk.HashGetAsync(keys.GroupsOfUser(userId), fields)));
        var users = await session.Bulk.HashGetAsync(keys.Users, [.. userIds.Select(userId => (RedisValue)userId)]);
        var found = edges is null ? null : await edges;
        var memberships = new List<(string, IReadOnlyList<string>)>(userIds.Count);
        for (var i = 0; i < users.Length; i++)
        {
            if (ReadUser(users[i]) is { Active: true } user)
            {
                memberships.Add((userIds[i], found is null ? [] : [.. groupIds.Zip(found[i]).Where(pair => IsOf(pair.Second, user)).Select(pair => pair.First)]));
            }
        }

        return memberships;

        static bool IsOf(RedisValue edge, UserRecord user) => !edge.IsNull && EdgeRecord.Parser.ParseFrom((byte[])edge!).Tenure == user.Tenure;
    }

    /// <summary>What the projection knows of a user; null where there is none.</summary>
    public async Task<UserRecord?> ReadUserAsync(string organizationId, string userId) => userId.Length == 0
        ? null
        : ReadUser(await session.Reads.HashGetAsync((await KeysAsync(organizationId)).Users, userId));

    /// <summary>A group's name; null where there is none.</summary>
    public async Task<string?> ReadGroupNameAsync(string organizationId, string groupId)
    {
        var stored = await session.Reads.HashGetAsync((await KeysAsync(organizationId)).Groups, groupId);
        return stored.IsNull ? null : GroupRecord.Parser.ParseFrom((byte[])stored!).DisplayName;
    }

    /// <summary>Whether the projection knows the instance.</summary>
    public async Task<bool> HasInstanceAsync(string organizationId, string instanceId) =>
        instanceId.Length > 0 && await session.Reads.HashExistsAsync((await KeysAsync(organizationId)).Instances, instanceId);

    private async ValueTask<GenerationKeys> KeysAsync(string organizationId)
    {
        var partition = Partition.Of(organizationId);
        return new(session.Keys, partition, await generations.CurrentAsync(partition), organizationId);
    }

    private static UserRecord? ReadUser(RedisValue stored) => stored.IsNull ? null : UserRecord.Parser.ParseFrom((byte[])stored!);

    private static Dictionary<string, EdgeRecord> ReadEdges(HashEntry[] entries) =>
        entries.ToDictionary(entry => (string)entry.Name!, entry => EdgeRecord.Parser.ParseFrom((byte[])entry.Value!), StringComparer.Ordinal);

    private static IReadOnlyList<(string GroupId, string Role, GrantRecord Grant)> ReadGrants(HashEntry[] entries) => [.. entries.Select(entry =>
    {
        var parts = ((string)entry.Name!).Split('/', 2);
        return (parts[0], parts[1], GrantRecord.Parser.ParseFrom((byte[])entry.Value!));
    })];
}
