using Google.Protobuf;
using OptiId.Events.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Access.Storage;

/// <summary>Writes what entries mean into one generation; each entry says all there is to know, so that applying one twice changes nothing.</summary>
internal sealed class ProjectionWriter(StoreSession session, int partition, string generation, Commit commit)
{
    // The grants of groups as the entries before have left them: the commit isn't in the store yet.
    private readonly Dictionary<(string OrganizationId, string GroupId), HashSet<string>> grants = [];

    /// <summary>Adds an entry's writes to the commit, and to the log which access it may have touched.</summary>
    public async Task ApplyAsync(Change change)
    {
        var keys = new GenerationKeys(session.Keys, partition, generation, change.OrganizationId);
        switch (change.EventCase)
        {
            case Change.EventOneofCase.UserProvisioned:
                SetUser(keys, change, change.UserProvisioned.UserId, change.UserProvisioned.Active, change.UserProvisioned.Tenure);
                break;
            case Change.EventOneofCase.UserReinstated:
                SetUser(keys, change, change.UserReinstated.UserId, active: true, change.UserReinstated.Tenure);
                break;
            case Change.EventOneofCase.UserDeactivated:
                RemoveUser(keys, change, change.UserDeactivated.UserId);
                break;
            case Change.EventOneofCase.UserDeleted:
                RemoveUser(keys, change, change.UserDeleted.UserId);
                break;
            case Change.EventOneofCase.UserErased:
                RemoveUser(keys, change, change.UserErased.UserId);
                break;
            case Change.EventOneofCase.GroupCreated:
                SetGroup(keys, change.GroupCreated);
                break;
            case Change.EventOneofCase.GroupUpdated:
                commit.SetField(keys.Groups, change.GroupUpdated.GroupId, new GroupRecord { DisplayName = change.GroupUpdated.DisplayName }.ToByteArray());
                break;
            case Change.EventOneofCase.GroupDeleted:
                await DeleteGroupAsync(keys, change);
                break;
            case Change.EventOneofCase.MembersAdded:
                await AddMembersAsync(keys, change);
                break;
            case Change.EventOneofCase.MembersRemoved:
                await RemoveMembersAsync(keys, change);
                break;
            case Change.EventOneofCase.GrantMade:
                await MakeGrantAsync(keys, change);
                break;
            case Change.EventOneofCase.GrantEnded:
                await EndGrantAsync(keys, change);
                break;
            case Change.EventOneofCase.InstanceChanged:
                var instance = change.InstanceChanged;
                commit.SetField(keys.Instances, instance.InstanceId, new InstanceRecord { Product = instance.Product, Name = instance.Name }.ToByteArray());
                break;
            case Change.EventOneofCase.InstanceDeleted:
                await DeleteInstanceAsync(keys, change);
                break;
        }
    }

    private void SetUser(GenerationKeys keys, Change change, string userId, bool active, uint tenure)
    {
        commit.SetField(keys.Users, userId, new UserRecord { Active = active, Tenure = tenure }.ToByteArray());
        _ = active ? commit.AddToOrder(keys.Active, 0, userId) : commit.RemoveFromOrder(keys.Active, userId);
        Touch(change, new() { UserIds = { userId }, AllInstances = true });
    }

    // Whoever comes back does so with an entry of its own that says in which stay.
    private void RemoveUser(GenerationKeys keys, Change change, string userId)
    {
        commit.DeleteFields(keys.Users, [userId]).RemoveFromOrder(keys.Active, userId);
        Touch(change, new() { UserIds = { userId }, AllInstances = true });
    }

    private void SetGroup(GenerationKeys keys, GroupCreated group)
    {
        commit.SetField(keys.Groups, group.GroupId, new GroupRecord { DisplayName = group.DisplayName, Everyone = group.Everyone }.ToByteArray());
        if (group.Everyone)
        {
            commit.Set(keys.Everyone, group.GroupId);
        }
    }

    /// <summary>Access ends with the grants, at once; the memberships that are left behind are cleared in chunks.</summary>
    private async Task DeleteGroupAsync(GenerationKeys keys, Change change)
    {
        var groupId = change.GroupDeleted.GroupId;
        var ended = await GrantsOfAsync(keys, change.OrganizationId, groupId);
        foreach (var (instanceId, role) in ended.Select(Split))
        {
            commit.DeleteFields(keys.GrantsOnInstance(instanceId), [$"{groupId}/{role}"]);
        }

        commit.Delete(keys.GrantsOfGroup(groupId)).DeleteFields(keys.Groups, [groupId])
            .SetField(session.Keys.Of(partition, "clearing"), $"{generation}/{change.OrganizationId}/{groupId}", 1);
        Touch(change, new() { AllUsers = true, InstanceIds = { ended.Select(grant => Split(grant).InstanceId).Distinct() } });
        ended.Clear();
    }

    private async Task AddMembersAsync(GenerationKeys keys, Change change)
    {
        var added = change.MembersAdded;
        foreach (var member in added.Members)
        {
            commit.SetField(keys.GroupsOfUser(member.UserId), added.GroupId, new EdgeRecord
            {
                Tenure = member.Tenure,
                SinceMs = change.At.ToDateTimeOffset().ToUnixTimeMilliseconds(),
                RequestId = change.Cause?.RequestId ?? "",
                Actor = change.Cause?.Actor ?? "",
            }.ToByteArray());
        }

        commit.AddToOrder(keys.UsersOfGroup(added.GroupId), 0, [.. added.Members.Select(member => (RedisValue)member.UserId)]);
        await TouchMembersAsync(keys, change, added.GroupId, added.Members.Select(member => member.UserId));
    }

    private async Task RemoveMembersAsync(GenerationKeys keys, Change change)
    {
        var removed = change.MembersRemoved;
        foreach (var userId in removed.UserIds)
        {
            commit.DeleteFields(keys.GroupsOfUser(userId), [removed.GroupId]);
        }

        commit.RemoveFromOrder(keys.UsersOfGroup(removed.GroupId), [.. removed.UserIds.Select(userId => (RedisValue)userId)]);
        await TouchMembersAsync(keys, change, removed.GroupId, removed.UserIds);
    }

    private async Task MakeGrantAsync(GenerationKeys keys, Change change)
    {
        var grant = change.GrantMade;
        (await GrantsOfAsync(keys, change.OrganizationId, grant.GroupId)).Add($"{grant.InstanceId}/{grant.Role}");
        commit.AddToSet(keys.GrantsOfGroup(grant.GroupId), $"{grant.InstanceId}/{grant.Role}")
            .SetField(keys.GrantsOnInstance(grant.InstanceId), $"{grant.GroupId}/{grant.Role}", new GrantRecord
            {
                Id = grant.GrantId,
                SinceMs = change.At.ToDateTimeOffset().ToUnixTimeMilliseconds(),
                RequestId = change.Cause?.RequestId ?? "",
                Actor = change.Cause?.Actor ?? "",
            }.ToByteArray());
        Touch(change, new() { AllUsers = true, InstanceIds = { grant.InstanceId } });
    }

    private async Task EndGrantAsync(GenerationKeys keys, Change change)
    {
        var grant = change.GrantEnded;
        (await GrantsOfAsync(keys, change.OrganizationId, grant.GroupId)).Remove($"{grant.InstanceId}/{grant.Role}");
        commit.RemoveFromSet(keys.GrantsOfGroup(grant.GroupId), $"{grant.InstanceId}/{grant.Role}")
            .DeleteFields(keys.GrantsOnInstance(grant.InstanceId), [$"{grant.GroupId}/{grant.Role}"]);
        Touch(change, new() { AllUsers = true, InstanceIds = { grant.InstanceId } });
    }

    private async Task DeleteInstanceAsync(GenerationKeys keys, Change change)
    {
        var instanceId = change.InstanceDeleted.InstanceId;
        var stored = await session.Reads.HashKeysAsync(keys.GrantsOnInstance(instanceId));
        var loaded = grants.Where(pair => pair.Key.OrganizationId == change.OrganizationId)
            .SelectMany(pair => pair.Value.Where(grant => Split(grant).InstanceId == instanceId).Select(grant => $"{pair.Key.GroupId}/{Split(grant).Role}"));
        foreach (var (groupId, role) in stored.Select(field => (string)field!).Union(loaded).ToList().Select(Split))
        {
            (await GrantsOfAsync(keys, change.OrganizationId, groupId)).Remove($"{instanceId}/{role}");
            commit.RemoveFromSet(keys.GrantsOfGroup(groupId), $"{instanceId}/{role}");
        }

        commit.Delete(keys.GrantsOnInstance(instanceId)).DeleteFields(keys.Instances, [instanceId]);
        Touch(change, new() { AllUsers = true, InstanceIds = { instanceId } });
    }

    private async Task TouchMembersAsync(GenerationKeys keys, Change change, string groupId, IEnumerable<string> userIds)
    {
        var granted = await GrantsOfAsync(keys, change.OrganizationId, groupId);
        if (granted.Count > 0)
        {
            Touch(change, new() { UserIds = { userIds }, InstanceIds = { granted.Select(grant => Split(grant).InstanceId).Distinct() } });
        }
    }

    private void Touch(Change change, AccessTouched touched) => commit.Append(new()
    {
        OrganizationId = change.OrganizationId,
        At = change.At,
        Cause = change.Cause,
        AccessTouched = touched,
    });

    private async Task<HashSet<string>> GrantsOfAsync(GenerationKeys keys, string organizationId, string groupId)
    {
        if (!grants.TryGetValue((organizationId, groupId), out var known))
        {
            var stored = await session.Reads.SetMembersAsync(keys.GrantsOfGroup(groupId));
            grants[(organizationId, groupId)] = known = stored.Select(grant => (string)grant!).ToHashSet(StringComparer.Ordinal);
        }

        return known;
    }

    private static (string InstanceId, string Role) Split(string grant)
    {
        var slash = grant.IndexOf('/', StringComparison.Ordinal);
        return (grant[..slash], grant[(slash + 1)..]);
    }
}
