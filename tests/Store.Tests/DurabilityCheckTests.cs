using Microsoft.Extensions.Options;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>P29: a store that could lose what was answered is refused.</summary>
public sealed class DurabilityCheckTests
{
    [Theory]
    [InlineData("appendonly", "no")]
    [InlineData("appendfsync", "everysec")]
    [InlineData("maxmemory-policy", "allkeys-lru")]
    public async Task P29_ARedisThatCanLoseAnsweredWrites_IsRefusedAndTheSettingNamed(string setting, string value)
    {
        var problem = (await FindProblemsAsync(new StoreOptions(), $"--{setting}", value)).ShouldHaveSingleItem();
        problem.ShouldContain($"{setting} {value}");
        problem.ShouldContain("AllowUndurable");
    }

    [Fact]
    public async Task ADurableRedis_HasNoProblems() => (await FindProblemsAsync(new StoreOptions())).ShouldBeEmpty();

    [Fact]
    public async Task EverythingThatIsWrong_IsNamed() =>
        (await FindProblemsAsync(new StoreOptions(), "--appendonly", "no", "--appendfsync", "no")).Count.ShouldBe(2);

    [Fact]
    public async Task WhoeverAllowsIt_MayRunUndurable() =>
        (await FindProblemsAsync(new StoreOptions { AllowUndurable = true }, "--appendonly", "no")).ShouldBeEmpty();

    [Fact]
    public async Task ARedisThatHidesItsSettings_IsRefusedWithTheReason()
    {
        // As the recommended ACL does, and hosted Redis.
        var problems = await FindProblemsAsync(new StoreOptions(), "--rename-command", "CONFIG", "");
        problems.ShouldNotBeEmpty();
        problems.ShouldAllBe(problem => problem.Contains("unknown"));
    }

    private static async Task<IReadOnlyList<string>> FindProblemsAsync(StoreOptions options, params string[] settings)
    {
        RedisServer server;
        try
        {
            server = await RedisServer.StartAsync(settings);
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Assert.Skip(e.Message);
            throw;
        }

        await using (server)
        {
            options.Connection = server.Connection;
            await using var connection = StoreConnection.Connect(Options.Create(options));
            return await new DurabilityCheck(connection, Options.Create(options)).FindProblemsAsync();
        }
    }
}
