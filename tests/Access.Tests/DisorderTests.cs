using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>The projection converges whatever the bus does (P20), with two replicas at work.</summary>
public sealed class DisorderTests(RunningAlone running) : IClassFixture<RunningAlone>
{
    [Theory]
    [InlineData(1, 0.0, 0.5, 0)] // doubles
    [InlineData(2, 0.0, 0.0, 150)] // delays and reorders
    [InlineData(3, 0.5, 0.0, 0)] // loses
    [InlineData(4, 0.3, 0.3, 100)] // all of it
    [InlineData(5, 1.0, 0.0, 0)] // nothing arrives
    public async Task P20_WhateverTheBusDoes_TheProjectionConverges(int seed, double loses, double doubles, int delayMilliseconds)
    {
        var bus = running.Services.Bus;
        (bus.IsDead, bus.Loses, bus.Doubles, bus.Delays) = (false, loses, doubles, TimeSpan.FromMilliseconds(delayMilliseconds));
        var replica = await running.Services.AddAsync("access", Program.Build);
        var worlds = new[]
        {
            await World.CreateAsync(await running.NewTenantAsync(), seed),
            await World.CreateAsync(await running.NewTenantAsync(), 100 + seed),
        };
        await Task.WhenAll(worlds.Select(async world =>
        {
            for (var step = 0; step < 110; step++)
            {
                await world.StepAsync();
            }
        }));
        foreach (var world in worlds)
        {
            await world.ConvergesAsync(running.Services.Access);
            await world.ConvergesAsync(running.Services.AccessAt(replica));
        }

        await running.Services.StopAsync(replica);
    }

    [Fact]
    public async Task P20_TwoReplicasThatBothWrite_AnswerTheSame()
    {
        running.Services.Bus.IsDead = true;
        var replica = await running.Services.AddAsync("access", Program.Build);
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 42);
        for (var step = 0; step < 100; step++)
        {
            await world.StepAsync();
            await Task.WhenAll(world.CheckOneAsync(running.Services.Access), world.CheckOneAsync(running.Services.AccessAt(replica)));
        }

        await running.Services.AccessAt(replica).RebuildAsync(new() { OrganizationId = world.Tenant.Id });
        await world.StepAsync();
        await world.CheckOneAsync(running.Services.Access);
        await world.ConvergesAsync(running.Services.Access);
        await world.ConvergesAsync(running.Services.AccessAt(replica));
        await running.Services.StopAsync(replica);
    }
}

/// <summary>A projection that begins anew (P20, design: "epoch").</summary>
public sealed class NewBeginningTests(RunningAlone running) : IClassFixture<RunningAlone>
{
    [Theory]
    [InlineData("identity")]
    [InlineData("groups")]
    public async Task WhereASourcesNumbersBeginAnew_TheProjectionIsRebuilt(string source)
    {
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 11);
        await StepAsync(world, 50);
        await world.ConvergesAsync(running.Services.Access);
        await new ChangeLog(running.Store.OpenSession(source)).RaiseEpochAsync();
        await StepAsync(world, 50);
        await world.ConvergesAsync(running.Services.Access);
        for (var step = 0; step < 20; step++)
        {
            await StepAsync(world, 1);
            await world.CheckOneAsync(running.Services.Access);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AProjectionThatIsLost_ComesBack_FromTheLogsOrFromSnapshots(bool trimmed)
    {
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 12);
        await StepAsync(world, 60);
        await world.ConvergesAsync(running.Services.Access);
        if (trimmed)
        {
            foreach (var source in new[] { "identity", "groups" })
            {
                var log = new ChangeLog(running.Store.OpenSession(source));
                (await log.TrimAsync(Partition.Of(world.Tenant.Id), DateTimeOffset.UtcNow.AddHours(1))).ShouldBeGreaterThan(0);
            }
        }

        await running.Store.Connect().DeleteByPrefixAsync("access:", TestContext.Current.CancellationToken);
        await world.ConvergesAsync(running.Services.Access);
        await StepAsync(world, 20);
        await world.CheckOneAsync(running.Services.Access);
        await world.ConvergesAsync(running.Services.Access);
    }

    [Fact]
    public async Task AServiceThatIsToldToRenewItsEpochs_HasItsFollowersRebuild()
    {
        var world = await World.CreateAsync(await running.NewTenantAsync(), seed: 13);
        await StepAsync(world, 20);
        await world.ConvergesAsync(running.Services.Access);
        using var rebuilds = new Measured("optiid.events.follower.rebuilds", ("optiid.source", "identity"));

        (await Identity.Program.Main(["--renew-epochs", $"--Store:Connection={running.Store.Connection}", "--Store:Embedded=true"])).ShouldBe(0);

        await Eventually.HoldsAsync(() => Task.FromResult(rebuilds.Sum > 0));
        await StepAsync(world, 20);
        await world.ConvergesAsync(running.Services.Access);
    }

    private static async Task StepAsync(World world, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            await world.StepAsync();
        }
    }
}
