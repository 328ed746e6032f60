using System.Text;
using k8s.Models;
using Microsoft.Extensions.Options;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>The local overlay's Redis: its settings on a real server.</summary>
public sealed class LocalRedisTests
{
    // Where things are in the pod.
    private static readonly string[] Paths = ["dir", "aclfile"];

    [Fact]
    public async Task ItsSettings_AreOnesThatRedisTakes_AndThatTheServicesDemand()
    {
        var settings = (await File.ReadAllLinesAsync(Path.Combine(Manifests.Folder, "overlays", "local", "redis.conf"), TestContext.Current.CancellationToken))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Where(setting => !Paths.Contains(setting[0]))
            .SelectMany(setting => new[] { $"--{setting[0]}", setting[1].Trim('"') });
        // First the opposite, so that what the overlay doesn't say isn't so.
        await using var redis = await RedisServer.StartAsync(["--appendonly", "no", "--appendfsync", "everysec", "--maxmemory-policy", "allkeys-lru", .. settings]);

        var options = Options.Create(new StoreOptions { Connection = redis.Connection });
        await using var store = StoreConnection.Connect(options);
        (await new DurabilityCheck(store, options).FindProblemsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ItsUserFile_LetsInWhoeverHasThePassword_AndNobodyElse()
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var secret = Documents.Parse(Manifests.Render("local")).One<V1Secret>("optiid-redis");
        var user = Encoding.UTF8.GetString(secret.Data["users.acl"]).Trim().Split(' ');
        user[0].ShouldBe("user");
        await using var redis = await RedisServer.StartAsync();
        await using (var connection = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",allowAdmin=true"))
        {
            await connection.GetDatabase().ExecuteAsync("ACL", ["SETUSER", user[1], "resetpass", .. user[2..]]);
        }

        await using var known = await ConnectionMultiplexer.ConnectAsync($"{redis.Connection},password={Encoding.UTF8.GetString(secret.Data["password"])}");
        (await known.GetDatabase().StringSetAsync("key", "value")).ShouldBeTrue();
        await Should.ThrowAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync($"{redis.Connection},connectTimeout=1000,connectRetry=1"));
    }
}
