using Google.Protobuf;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>Product instances in the store: <c>instances</c> id → instance. What is granted on them: <see cref="GrantKeys"/>.</summary>
internal sealed class InstanceStore(StoreSession session, GroupStore groups)
{
    private const int MaximumInstances = 1_000;
    private const int MaximumNamed = 5;

    private readonly KeySpace keys = session.Keys;

    /// <summary>All instances of an organization.</summary>
    public async Task<IReadOnlyList<Instance>> ReadAllAsync(string organizationId) =>
        [.. (await session.Reads.HashValuesAsync(Instances(organizationId))).Select(Parse)];

    /// <summary>The instance.</summary>
    /// <exception cref="RefusedException">INSTANCE_NOT_FOUND.</exception>
    public async Task<Instance> GetAsync(string organizationId, string instanceId) => Parse(await ReadAsync(organizationId, instanceId));

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
                .Append(groups.Stamp(new() { InstanceChanged = Told(instance, created: true) }, organizationId, cause));
            if (!string.IsNullOrEmpty(cause?.RequestId))
            {
                commit.Set(request, instance.Id, TimeSpan.FromMinutes(10));
            }

            return (instance, commit);
        });
        return (stored, committed.Position);
    }

    /// <summary>Changes an instance; where nothing changes, its version stays.</summary>
    /// <exception cref="RefusedException">INSTANCE_NOT_FOUND, VERSION_MISMATCH, ROLE_GRANTED: a role that is to go is granted to groups.</exception>
    public async Task<(Instance Instance, Position? Position)> UpdateAsync(UpdateInstanceRequest request)
    {
        var organizationId = request.OrganizationId;
        var (instance, committed) = await session.ChangeAsync(async () =>
        {
            var commit = new Commit(Partition.Of(organizationId));
            var stored = await ReadAsync(organizationId, request.InstanceId);
            var before = Parse(stored);
            var after = before.Clone();
            (after.Product, after.Name, after.Environment) = (request.Product, request.Name, request.Environment);
            after.Roles.Clear();
            after.Roles.AddRange(request.Roles);
            if (after.Equals(before))
            {
                return (before, commit); // also where the store repeats what it has done
            }

            VersionCondition.CheckEdited(request.IfVersion, before.Version, before.Name);
            await ExpectUngrantedAsync(commit, organizationId, request.InstanceId, [.. before.Roles.Except(after.Roles, StringComparer.Ordinal)]);
            after.Version++;
            commit.ExpectField(Instances(organizationId), after.Id, stored).SetField(Instances(organizationId), after.Id, after.ToByteArray())
                .Append(groups.Stamp(new() { InstanceChanged = Told(after, created: false) }, organizationId, request.Cause));
            return (after, commit);
        });
        return (instance, committed.Position);
    }

    /// <summary>Deletes an instance and ends its grants.</summary>
    /// <exception cref="RefusedException">INSTANCE_NOT_FOUND, VERSION_MISMATCH.</exception>
    public async Task<Position?> DeleteAsync(DeleteInstanceRequest request)
    {
        var (organizationId, instanceId) = (request.OrganizationId, request.InstanceId);
        var grantKeys = new GrantKeys(keys, organizationId);
        var (_, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            var commit = new Commit(Partition.Of(organizationId));
            if (mayBeWritten && !await session.Reads.HashExistsAsync(Instances(organizationId), instanceId))
            {
                return (0, commit); // by an earlier attempt (P29)
            }

            var instance = await ExpectAsync(commit, organizationId, instanceId);
            VersionCondition.CheckEdited(request.IfVersion, instance.Version, instance.Name);
            await ExpectNoneMadeAsync(commit, organizationId, instanceId);
            commit.DeleteFields(grantKeys.Made, [instanceId]);
            var ended = (await ReadGrantsOnAsync(organizationId, instanceId)).GroupBy(grant => grant.GroupId).ToList();
            foreach (var ofGroup in ended)
            {
                // None that its group's deletion has ended meanwhile: that would leave the version of a group behind that isn't there.
                string[] fields = [.. ofGroup.Select(grant => GrantKeys.Field(instanceId, grant.Role))];
                commit.ExpectFields(grantKeys.OfGroup(ofGroup.Key), fields, present: true)
                    .DeleteFields(grantKeys.OfGroup(ofGroup.Key), fields)
                    .AddToField(grantKeys.Versions, ofGroup.Key, 1);
            }

            commit.Delete(grantKeys.OnInstance(instanceId)).DeleteFields(Instances(organizationId), [instanceId]);
            var change = groups.Stamp(new() { InstanceDeleted = new() { InstanceId = instanceId } }, organizationId, request.Cause);
            return (0, commit.Append(change, [.. ended.Select(ofGroup => ofGroup.Key)]));
        });
        return committed.Position;
    }

    /// <summary>The instance must still be as it was read, and have the roles.</summary>
    /// <exception cref="RefusedException">INSTANCE_NOT_FOUND, ROLE_NOT_DECLARED.</exception>
    public async Task<Instance> ExpectAsync(Commit commit, string organizationId, string instanceId, params string[] roles)
    {
        var stored = await ReadAsync(organizationId, instanceId);
        var instance = Parse(stored);
        if (roles.Except(instance.Roles, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new RefusedException(Reason.RoleNotDeclared, $"{instance.Name} has no role \"{unknown}\"; it has {string.Join(", ", instance.Roles)}.");
        }

        commit.ExpectField(Instances(organizationId), instanceId, stored);
        return instance;
    }

    /// <summary>The grants on an instance.</summary>
    public async Task<IReadOnlyList<Grant>> ReadGrantsOnAsync(string organizationId, string instanceId)
    {
        var grantKeys = new GrantKeys(keys, organizationId);
        var granted = await session.Reads.SetMembersAsync(grantKeys.OnInstance(instanceId));
        var grants = await Task.WhenAll(granted.Select(entry => GrantKeys.Split(entry!)).Select(pair =>
            session.Reads.HashGetAsync(grantKeys.OfGroup(pair.Id), GrantKeys.Field(instanceId, pair.Role))));
        return [.. grants.Where(grant => !grant.IsNull).Select(grant => Grant.Parser.ParseFrom((byte[])grant!))];
    }

    /// <summary>What the log tells of an instance.</summary>
    public static Events.V1.InstanceChanged Told(Instance instance, bool created) =>
        new() { InstanceId = instance.Id, Product = instance.Product, Name = instance.Name, Created = created };

    private async Task ExpectUngrantedAsync(Commit commit, string organizationId, string instanceId, IReadOnlyList<string> roles)
    {
        if (roles.Count == 0)
        {
            return;
        }

        await ExpectNoneMadeAsync(commit, organizationId, instanceId);
        var granted = (await ReadGrantsOnAsync(organizationId, instanceId)).Where(grant => roles.Contains(grant.Role)).ToList();
        if (granted.Count == 0)
        {
            return;
        }

        var holders = granted.Select(grant => grant.GroupId).Distinct(StringComparer.Ordinal).ToList();
        var names = (await groups.ReadAsync(organizationId, holders.Take(MaximumNamed))).Select(group => $"\"{group.Record.DisplayName}\"");
        var more = holders.Count > MaximumNamed ? $" and {holders.Count - MaximumNamed} more groups" : "";
        throw RefusedException.OfField(InstanceRules.Roles, Reason.RoleGranted,
            $"The roles {string.Join(", ", granted.Select(grant => $"\"{grant.Role}\"").Distinct())} can't be removed while they are granted to {string.Join(", ", names)}{more}: end these grants first.");
    }

    /// <summary>No grant may have been made on the instance since; called before the grants are read.</summary>
    private async Task ExpectNoneMadeAsync(Commit commit, string organizationId, string instanceId)
    {
        var made = new GrantKeys(keys, organizationId).Made;
        commit.ExpectField(made, instanceId, await session.Reads.HashGetAsync(made, instanceId));
    }

    private async Task<RedisValue> ReadAsync(string organizationId, string instanceId)
    {
        var stored = instanceId.Length == 0 ? RedisValue.Null : await session.Reads.HashGetAsync(Instances(organizationId), instanceId);
        return stored.IsNull ? throw new RefusedException(Reason.InstanceNotFound, "There is no product instance with this id.") : stored;
    }

    private static Instance Parse(RedisValue stored)
    {
        var instance = Instance.Parser.ParseFrom((byte[])stored!);
        instance.Version = Math.Max(1, instance.Version); // those that were stored before instances had versions
        return instance;
    }

    private RedisKey Instances(string organizationId) => keys.Of(Partition.Of(organizationId), "instances", organizationId);
}
