using OptiId.Testing;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>The tests that share one Redis Cluster.</summary>
[CollectionDefinition(Name)]
public sealed class OnRedisCluster : ICollectionFixture<RedisClusterTestStore>
{
    public const string Name = "Redis Cluster";
}
