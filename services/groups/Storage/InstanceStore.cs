using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>
/// Product instances and grants in the store: <c>instances</c> id → instance; <c>grants</c> instance/role → grant, a hash for each
/// group; <c>granted</c> group/role, a set for each instance; <c>made</c> instance → how many grants were ever made on it.
/// </summary>
internal sealed class InstanceStore(StoreSession session, GroupStore groups, TimeProvider time)
{
    private const int MaximumInstances = 1_000;
    private const int MaximumGrants = 1_000;

    private readonly KeySpace keys = session.Keys;

    /// <summary>All instances of an organization.</summary>
    public async Task<IReadOnlyList<Instance>> ReadAllAsync(string organizationId) =>
        [.. (await session.Reads.HashValuesAsync(Instances(organizationId))).Select(value => Instance.Parser.ParseFrom((byte[])value!))];

    /// <summary>Stores a new instance; a replay of the request answers the first one.</summary>
    public async Task<(Instance Instance, Position? Position)> CreateAsync(Instance instance, Cause? cause)
    {
        var organizationId = instance.OrganizationId;
        var partition = Partition.Of(organizationId);
        var request = keys.Of(partition, "request", organizationId, $"instance:{cause?.RequestId}");
        var (stored, committed) = await session.ChangeAsync(async () =>
        {
            var commit = new Commit(partition);
            var done = string.IsNullOrEmpty(cause?.RequestId) ? RedisValue.Null : await session.Reads.StringGetAsync(request);
            if (!done.IsNull)
            {
                return (await GetAsync(organizationId, done!), commit);
            }

            if (await session.Reads.HashLengthAsync(Instances(organizationId)) >= MaximumInstances)
            {
                throw new RefusedException(Reason.LimitReached, $"An organization has at most {MaximumInstances} product instances.");
            }

            commit.SetField(Instances(organizationId), instance.Id, instance.ToByteArray())
                .SetField(keys.Of(partition, "organizations"), organizationId, 1)
                .Append(groups.Stamp(new() { InstanceChanged = Told(instance) }, organizationId, cause));
            if (!string.IsNullOrEmpty(cause?.RequestId))
            {
                commit.Set(request, instance.Id, TimeSpan.FromMinutes(10));
            }

            return (instance, commit);
        });
        return (stored, committed.Position);
    }

    /// <summary>Deletes an instance and ends its grants.</summary>
    public async Task<Position?> DeleteAsync(string organizationId, string instanceId, Cause? cause)
    {
        var (_, committed) = await session.ChangeAsync(async () =>
        {
            var commit = await ExpectInstanceAsync(organizationId, instanceId);
            var made = await session.Reads.HashGetAsync(Made(organizationId), instanceId);
            commit.ExpectField(Made(organizationId), instanceId, made).DeleteFields(Made(organizationId), [instanceId]); // no grant since the set was read
            foreach (var granted in await session.Reads.SetMembersAsync(Granted(organizationId, instanceId)))
            {
                var (groupId, role) = Split(granted!);
                commit.DeleteFields(Grants(organizationId, groupId), [$"{instanceId}/{role}"]);
            }

            commit.Delete(Granted(organizationId, instanceId)).DeleteFields(Instances(organizationId), [instanceId]);
            return (0, commit.Append(groups.Stamp(new() { InstanceDeleted = new() { InstanceId = instanceId } }, organizationId, cause)));
        });
        return committed.Position;
    }

    /// <summary>Grants a role to a group; one that is there already is answered as it is.</summary>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND, INSTANCE_NOT_FOUND, ROLE_NOT_DECLARED, LIMIT_REACHED.</exception>
    public async Task<(Grant Grant, Position? Position)> MakeGrantAsync(string organizationId, string groupId, string instanceId, string role, Cause? cause)
    {
        var (made, committed) = await session.ChangeAsync(async () =>
        {
            var group = await groups.GetAsync(organizationId, groupId);
            var commit = groups.Expect(await ExpectInstanceAsync(organizationId, instanceId, role), group, VersionCondition.None);
            var key = Grants(organizationId, groupId);
            var field = $"{instanceId}/{role}";
            var stored = await session.Reads.HashGetAsync(key, field);
            if (!stored.IsNull)
            {
                return (Grant.Parser.ParseFrom((byte[])stored!), new Commit(commit.Partition));
            }

            if (await session.Reads.HashLengthAsync(key) >= MaximumGrants || await session.Reads.SetLengthAsync(Granted(organizationId, instanceId)) >= MaximumGrants)
            {
                throw new RefusedException(Reason.LimitReached, $"A group or an instance has at most {MaximumGrants} grants.");
            }

            var grant = new Grant
            {
                Id = Guid.CreateVersion7().ToString(),
                GroupId = groupId,
                InstanceId = instanceId,
                Role = role,
                Since = time.GetUtcNow().ToTimestamp(),
                Cause = cause,
            };
            commit.ExpectField(key, field, RedisValue.Null).SetField(key, field, grant.ToByteArray())
                .AddToSet(Granted(organizationId, instanceId), $"{groupId}/{role}")
                .AddToField(Made(organizationId), instanceId, 1)
                .Append(groups.Stamp(new() { GrantMade = new() { GrantId = grant.Id, GroupId = groupId, InstanceId = instanceId, Role = role } },
                    organizationId, cause, grant.Since.ToDateTimeOffset()));
            return (grant, commit);
        });
        return (made, committed.Position);
    }

    /// <summary>Ends a grant.</summary>
    /// <exception cref="RefusedException">GRANT_NOT_FOUND.</exception>
    public async Task<Position?> EndGrantAsync(string organizationId, string groupId, string instanceId, string role, Cause? cause)
    {
        var (_, committed) = await session.ChangeAsync(async () =>
        {
            var key = Grants(organizationId, groupId);
            var field = $"{instanceId}/{role}";
            var stored = await session.Reads.HashGetAsync(key, field);
            if (stored.IsNull)
            {
                throw new RefusedException(Reason.GrantNotFound, "The group has no such grant.");
            }

            var grant = Grant.Parser.ParseFrom((byte[])stored!);
            return (0, new Commit(Partition.Of(organizationId)).ExpectField(key, field, stored).DeleteFields(key, [field])
                .RemoveFromSet(Granted(organizationId, instanceId), $"{groupId}/{role}")
                .Append(groups.Stamp(new() { GrantEnded = new() { GrantId = grant.Id, GroupId = groupId, InstanceId = instanceId, Role = role } }, organizationId, cause)));
        });
        return committed.Position;
    }

    /// <summary>The grants of a group.</summary>
    public async Task<IReadOnlyList<Grant>> ReadGrantsOfGroupAsync(string organizationId, string groupId) =>
        [.. (await session.Reads.HashValuesAsync(Grants(organizationId, groupId))).Select(value => Grant.Parser.ParseFrom((byte[])value!))];

    /// <summary>The grants on an instance.</summary>
    public async Task<IReadOnlyList<Grant>> ReadGrantsOfInstanceAsync(string organizationId, string instanceId)
    {
        var granted = await session.Reads.SetMembersAsync(Granted(organizationId, instanceId));
        var grants = await Task.WhenAll(granted.Select(entry => Split(entry!)).Select(pair =>
            session.Reads.HashGetAsync(Grants(organizationId, pair.GroupId), $"{instanceId}/{pair.Role}")));
        return [.. grants.Where(grant => !grant.IsNull).Select(grant => Grant.Parser.ParseFrom((byte[])grant!))];
    }

    /// <summary>What the log tells of an instance.</summary>
    public static Events.V1.InstanceChanged Told(Instance instance) => new() { InstanceId = instance.Id, Product = instance.Product, Name = instance.Name };

    private async Task<Instance> GetAsync(string organizationId, string instanceId) => await ReadInstanceAsync(organizationId, instanceId) is { IsNull: false } stored
        ? Instance.Parser.ParseFrom((byte[])stored!)
        : throw new RefusedException(Reason.InstanceNotFound, "There is no product instance with this id.");

    private async Task<Commit> ExpectInstanceAsync(string organizationId, string instanceId, string? role = null)
    {
        var stored = await ReadInstanceAsync(organizationId, instanceId);
        if (stored.IsNull)
        {
            throw new RefusedException(Reason.InstanceNotFound, "There is no product instance with this id.");
        }

        var instance = Instance.Parser.ParseFrom((byte[])stored!);
        if (role is not null && !instance.Roles.Contains(role))
        {
            throw new RefusedException(Reason.RoleNotDeclared, $"{instance.Name} has no role \"{role}\"; it has {string.Join(", ", instance.Roles)}.");
        }

        return new Commit(Partition.Of(organizationId)).ExpectField(Instances(organizationId), instanceId, stored);
    }

    private async Task<RedisValue> ReadInstanceAsync(string organizationId, string instanceId) => instanceId.Length == 0
        ? RedisValue.Null
        : await session.Reads.HashGetAsync(Instances(organizationId), instanceId);

    private static (string GroupId, string Role) Split(string granted)
    {
        var parts = granted.Split('/', 2);
        return (parts[0], parts[1]);
    }

    private RedisKey Instances(string organizationId) => keys.Of(Partition.Of(organizationId), "instances", organizationId);

    private RedisKey Grants(string organizationId, string groupId) => keys.Of(Partition.Of(organizationId), "grants", organizationId, groupId);

    private RedisKey Made(string organizationId) => keys.Of(Partition.Of(organizationId), "made", organizationId);

    private RedisKey Granted(string organizationId, string instanceId) => keys.Of(Partition.Of(organizationId), "granted", organizationId, instanceId);
}
