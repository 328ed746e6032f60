using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Groups.Storage;

/// <summary>
/// Where an organization's grants are kept: <c>grants</c> instance/role → grant, a hash for each group; <c>granted</c> group/role, a set for
/// each instance; <c>made</c> instance → how many grants were ever made on it; <c>grants-version</c> group → how often its grants were changed.
/// </summary>
internal readonly struct GrantKeys(KeySpace keys, string organizationId)
{
    private readonly int partition = Partition.Of(organizationId);

    public RedisKey Made => keys.Of(partition, "made", organizationId);

    public RedisKey Versions => keys.Of(partition, "grants-version", organizationId);

    public RedisKey OfGroup(string groupId) => keys.Of(partition, "grants", organizationId, groupId);

    public RedisKey OnInstance(string instanceId) => keys.Of(partition, "granted", organizationId, instanceId);

    /// <summary>The field of a grant in its group's hash.</summary>
    public static string Field(string instanceId, string role) => $"{instanceId}/{role}";

    /// <summary>The member of a grant in its instance's set.</summary>
    public static string Member(string groupId, string role) => $"{groupId}/{role}";

    /// <summary>An id and a role, as a field or a member joins them.</summary>
    public static (string Id, string Role) Split(string joined)
    {
        var parts = joined.Split('/', 2);
        return (parts[0], parts[1]);
    }
}
