using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>Grants in the store (<see cref="GrantKeys"/>). Every change of a group's grants raises their version, and is in the group's history.</summary>
internal sealed class GrantStore(StoreSession session, GroupStore groups, InstanceStore instances, TimeProvider time)
{
    private const int MaximumGrants = 1_000;

    /// <summary>Grants a role to a group; one that is there already is answered as it is.</summary>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND, INSTANCE_NOT_FOUND, ROLE_NOT_DECLARED, LIMIT_REACHED.</exception>
    public async Task<(Grant Grant, Position? Position)> MakeAsync(string organizationId, string groupId, string instanceId, string role, Cause? cause)
    {
        var keys = Keys(organizationId);
        var (made, committed) = await session.ChangeAsync(async () =>
        {
            var group = await groups.GetAsync(organizationId, groupId);
            var commit = groups.Expect(new Commit(Partition.Of(organizationId)), group, VersionCondition.None);
            await instances.ExpectAsync(commit, organizationId, instanceId, role);
            var stored = await session.Reads.HashGetAsync(keys.OfGroup(groupId), GrantKeys.Field(instanceId, role));
            if (!stored.IsNull)
            {
                return (Grant.Parser.ParseFrom((byte[])stored!), new Commit(commit.Partition));
            }

            await CheckLimitsAsync(keys, instanceId, await session.Reads.HashLengthAsync(keys.OfGroup(groupId)) + 1, onInstance: 1);
            var grant = WriteMade(commit, organizationId, groupId, instanceId, role, cause);
            commit.AddToField(keys.Versions, groupId, 1);
            return (grant, commit);
        });
        return (made, committed.Position);
    }

    /// <summary>Ends a grant.</summary>
    /// <exception cref="RefusedException">GRANT_NOT_FOUND.</exception>
    public async Task<Position?> EndAsync(string organizationId, string groupId, string instanceId, string role, Cause? cause)
    {
        var keys = Keys(organizationId);
        var (_, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            var commit = new Commit(Partition.Of(organizationId));
            var stored = await session.Reads.HashGetAsync(keys.OfGroup(groupId), GrantKeys.Field(instanceId, role));
            if (stored.IsNull)
            {
                return mayBeWritten ? (0, commit) : throw new RefusedException(Reason.GrantNotFound, "The group has no such grant."); // P29
            }

            WriteEnded(commit.AddToField(keys.Versions, groupId, 1), organizationId, Grant.Parser.ParseFrom((byte[])stored!), stored, cause);
            return (0, commit);
        });
        return committed.Position;
    }

    /// <summary>Makes and ends several grants of one group, all or none; what is so already is left as it is.</summary>
    /// <returns>The grants as they are then, and their version.</returns>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND, INSTANCE_NOT_FOUND, ROLE_NOT_DECLARED, LIMIT_REACHED, VERSION_MISMATCH.</exception>
    public async Task<(IReadOnlyList<Grant> Grants, ulong Version, Position? Position)> ChangeAsync(ChangeGrantsRequest request)
    {
        var (organizationId, groupId) = (request.OrganizationId, request.GroupId);
        var keys = Keys(organizationId);
        var (changed, committed) = await session.ChangeAsync(async () =>
        {
            var group = await groups.GetAsync(organizationId, groupId);
            var version = await session.Reads.HashGetAsync(keys.Versions, groupId);
            var present = (await session.Reads.HashGetAllAsync(keys.OfGroup(groupId))).ToDictionary(entry => (string)entry.Name!, entry => entry.Value);
            var made = request.Make.Where(role => !present.ContainsKey(GrantKeys.Field(role.InstanceId, role.Role))).ToList();
            var ended = request.End.Select(role => GrantKeys.Field(role.InstanceId, role.Role)).Where(present.ContainsKey).ToList();
            var commit = new Commit(Partition.Of(organizationId));
            if (made.Count == 0 && ended.Count == 0)
            {
                return ((Parse(present.Values), VersionOf(version)), commit); // also where the store repeats what it has done
            }

            VersionCondition.CheckEdited(request.IfVersion, VersionOf(version), $"the grants of {group.Record.DisplayName}");
            groups.Expect(commit, group, VersionCondition.None).ExpectField(keys.Versions, groupId, version).AddToField(keys.Versions, groupId, 1);
            foreach (var onInstance in made.GroupBy(role => role.InstanceId))
            {
                await instances.ExpectAsync(commit, organizationId, onInstance.Key, [.. onInstance.Select(role => role.Role)]);
                await CheckLimitsAsync(keys, onInstance.Key, present.Count + made.Count - ended.Count, onInstance.Count());
            }

            foreach (var field in ended)
            {
                present.Remove(field, out var stored);
                WriteEnded(commit, organizationId, Grant.Parser.ParseFrom((byte[])stored!), stored, request.Cause);
            }

            var grants = made.ConvertAll(role => WriteMade(commit, organizationId, groupId, role.InstanceId, role.Role, request.Cause));
            return (([.. Parse(present.Values), .. grants], VersionOf(version) + 1), commit);
        });
        return (changed.Item1, changed.Item2, committed.Position);
    }

    /// <summary>The grants of a group, and their version.</summary>
    public async Task<(IReadOnlyList<Grant> Grants, ulong Version)> ReadOfGroupAsync(string organizationId, string groupId)
    {
        // The version first: of grants that change meanwhile an older one is told, which a change refuses.
        var version = await session.Reads.HashGetAsync(Keys(organizationId).Versions, groupId);
        return (Parse(await session.Reads.HashValuesAsync(Keys(organizationId).OfGroup(groupId))), VersionOf(version));
    }

    private Grant WriteMade(Commit commit, string organizationId, string groupId, string instanceId, string role, Cause? cause)
    {
        var grant = new Grant
        {
            Id = Guid.CreateVersion7().ToString(),
            GroupId = groupId,
            InstanceId = instanceId,
            Role = role,
            Since = time.GetUtcNow().ToTimestamp(),
            Cause = cause,
        };
        var (keys, field) = (Keys(organizationId), GrantKeys.Field(instanceId, role));
        commit.ExpectField(keys.OfGroup(groupId), field, RedisValue.Null).SetField(keys.OfGroup(groupId), field, grant.ToByteArray())
            .AddToSet(keys.OnInstance(instanceId), GrantKeys.Member(groupId, role))
            .AddToField(keys.Made, instanceId, 1)
            .Append(groups.Stamp(new() { GrantMade = new() { GrantId = grant.Id, GroupId = groupId, InstanceId = instanceId, Role = role } },
                organizationId, cause, grant.Since.ToDateTimeOffset()), groupId);
        return grant;
    }

    private void WriteEnded(Commit commit, string organizationId, Grant grant, RedisValue stored, Cause? cause)
    {
        var (keys, field) = (Keys(organizationId), GrantKeys.Field(grant.InstanceId, grant.Role));
        commit.ExpectField(keys.OfGroup(grant.GroupId), field, stored).DeleteFields(keys.OfGroup(grant.GroupId), [field])
            .RemoveFromSet(keys.OnInstance(grant.InstanceId), GrantKeys.Member(grant.GroupId, grant.Role))
            .Append(groups.Stamp(
                new() { GrantEnded = new() { GrantId = grant.Id, GroupId = grant.GroupId, InstanceId = grant.InstanceId, Role = grant.Role } },
                organizationId, cause), grant.GroupId);
    }

    private async Task CheckLimitsAsync(GrantKeys keys, string instanceId, long ofGroup, long onInstance)
    {
        if (ofGroup > MaximumGrants || await session.Reads.SetLengthAsync(keys.OnInstance(instanceId)) + onInstance > MaximumGrants)
        {
            throw new RefusedException(Reason.LimitReached, $"A group or an instance has at most {MaximumGrants} grants.");
        }
    }

    // Grants that were never changed have a version too, so that the second of two who make the first ones is told.
    private static ulong VersionOf(RedisValue stored) => 1 + (ulong)(long)stored;

    private static IReadOnlyList<Grant> Parse(IEnumerable<RedisValue> stored) => [.. stored.Select(grant => Grant.Parser.ParseFrom((byte[])grant!))];

    private GrantKeys Keys(string organizationId) => new(session.Keys, organizationId);
}
