using OptiId.Hosting;
using OptiId.Testing;

namespace OptiId.Replicas.Tests;

/// <summary>The services over a real Redis Cluster.</summary>
public sealed class RunningOnRedisCluster() : RunningOn(new RedisClusterTestStore())
{
    /// <summary>The cluster.</summary>
    public RedisCluster Cluster => ((RedisClusterTestStore)Store).Cluster;
}
