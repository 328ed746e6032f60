using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>The servers of the tests in containers, where they otherwise often run by their packages.</summary>
[Collection("images")]
public sealed class ContainerServerTests(BuiltImages images)
{
    [Fact]
    public async Task ARedisInAContainer_KeepsWhatItAnswered_OverAKill()
    {
        images.SkipIfMissing();
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPTIID_TEST_REDIS_IMAGE")), "No image of Redis.");
        var before = await CountAsync();
        await using var server = await RedisServer.StartAsync();
        (await CountAsync()).ShouldBe(before + 1);

        await using (var connection = await ConnectionMultiplexer.ConnectAsync(server.Connection))
        {
            await connection.GetDatabase().StringSetAsync("key", "kept");
        }

        await server.KillAsync();
        await using var later = await ConnectionMultiplexer.ConnectAsync(server.Connection);
        ((string?)await later.GetDatabase().StringGetAsync("key")).ShouldBe("kept");
    }

    [Fact]
    public async Task ARabbitMqInAContainer_AnswersAgain_AfterAKill()
    {
        images.SkipIfMissing();
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPTIID_TEST_RABBITMQ_IMAGE")), "No image of RabbitMQ.");
        var before = await CountAsync();
        await using var server = await RabbitMqServer.StartAsync();
        (await CountAsync()).ShouldBe(before + 1);

        await server.KillAsync(); // returns when it answers again
        (await CountAsync()).ShouldBe(before + 1);
    }

    private static async Task<int> CountAsync() =>
        (await Docker.RunAsync("ps", "--quiet", "--filter", "label=optiid-tests=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
}
