using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Access.Storage;

/// <summary>
/// The keys of an organization in one generation. <c>u</c> user → state; <c>active</c> the active users; <c>ug</c> group → membership, a hash
/// a user; <c>gu</c> the members of a group; <c>g</c> group → name; <c>i</c> instance → name; <c>ig</c> group/role → grant, a hash an
/// instance; <c>gi</c> instance/role, a set a group; <c>everyone</c> the id of the group Everyone.
/// </summary>
internal readonly struct GenerationKeys(KeySpace keys, int partition, string generation, string organizationId)
{
    public RedisKey Users => keys.Of(partition, $"{generation}:u", organizationId);

    public RedisKey Active => keys.Of(partition, $"{generation}:active", organizationId);

    public RedisKey Groups => keys.Of(partition, $"{generation}:g", organizationId);

    public RedisKey Instances => keys.Of(partition, $"{generation}:i", organizationId);

    public RedisKey Everyone => keys.Of(partition, $"{generation}:everyone", organizationId);

    public RedisKey GroupsOfUser(string userId) => keys.Of(partition, $"{generation}:ug", organizationId, userId);

    public RedisKey UsersOfGroup(string groupId) => keys.Of(partition, $"{generation}:gu", organizationId, groupId);

    public RedisKey GrantsOnInstance(string instanceId) => keys.Of(partition, $"{generation}:ig", organizationId, instanceId);

    public RedisKey GrantsOfGroup(string groupId) => keys.Of(partition, $"{generation}:gi", organizationId, groupId);
}
