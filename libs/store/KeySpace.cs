using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>The keys of one service: <c>identity:{p017}:…</c>. Nobody reads another service's keys.</summary>
/// <param name="service">The owner's name, the first part of each key.</param>
public sealed class KeySpace(string service)
{
    private readonly string[] prefixes =
        [.. Enumerable.Range(0, Partition.Count).Select(partition => $"{service}:{{p{partition:000}}}:")];

    /// <summary>The owner's name.</summary>
    public string Service => service;

    /// <summary>A key of a partition.</summary>
    public RedisKey Of(int partition, string name) => prefixes[partition] + name;

    /// <summary>A key of an organization: <c>identity:{p017}:un:ORG</c>.</summary>
    public RedisKey Of(int partition, string name, string organizationId) => $"{prefixes[partition]}{name}:{organizationId}";

    /// <summary>A key of one record of an organization: <c>identity:{p017}:u:ORG:ID</c>.</summary>
    public RedisKey Of(int partition, string name, string organizationId, string id) => $"{prefixes[partition]}{name}:{organizationId}:{id}";

    internal RedisKey Sequence(int partition) => Of(partition, "log:sequence");

    internal RedisKey Log(int partition) => Of(partition, "log:entries");

    internal RedisKey History(int partition) => Of(partition, "log:history");

    internal RedisKey Epoch(int partition) => Of(partition, "log:epoch");

    internal RedisKey Oldest(int partition) => Of(partition, "log:oldest");

    internal RedisKey Published(int partition) => Of(partition, "log:published");

    internal RedisKey Lease(int partition, string name) => Of(partition, "lease:" + name);
}
