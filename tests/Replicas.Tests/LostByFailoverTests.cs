using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Replicas.Tests;

/// <summary>What becomes of a consumer that had read more than the new master of its source ever got (P20, design: "epoch").</summary>
public sealed class LostByFailoverTests(RunningOnRedisCluster running, RedisTestStore own) : IClassFixture<RunningOnRedisCluster>, IClassFixture<RedisTestStore>
{
    [Fact]
    public async Task P20_AMembershipThatAFailoverLost_IsLostInAccessToo_ThoughAccessHadReadIt()
    {
        running.Store.SkipIfMissing();
        own.SkipIfMissing();
        var access = running.Services.AccessAt(await StartAccessOnItsOwnRedisAsync());
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(3);
        var group = (await tenant.NewGroupAsync(users[0].Id)).Id;
        var instance = (await tenant.NewInstanceAsync()).Instance.Id;
        var grant = await tenant.GrantAsync(group, instance, "editor");
        await Eventually.HoldsAsync(() => CheckAsync(users[0].Id, grant.Position));

        var master = await running.Cluster.MasterOfAsync(new KeySpace("groups").Of(Partition.Of(tenant.Id), "any"));
        await running.Cluster.CutReplicasAsync(master);
        var lost = await tenant.AddAsync(group, users[1].Id);
        await Eventually.HoldsAsync(() => CheckAsync(users[1].Id, lost.Position));
        await master.DownAsync();

        await Eventually.HoldsAsync(() => AnswersAsync(async () => !(await tenant.MembersAsync(group)).Contains(users[1].Id)));
        // Both at once: while access can't show that it is fresh, it allows nothing at all.
        await Eventually.HoldsAsync(() => AnswersAsync(async () => await CheckAsync(users[0].Id) && !await CheckAsync(users[1].Id)));
        var added = await tenant.AddAsync(group, users[2].Id);
        added.Position.Epoch.ShouldNotBe(lost.Position.Epoch);
        (await CheckAsync(users[2].Id, added.Position)).ShouldBeTrue();
        (await CheckAsync(users[1].Id, added.Position)).ShouldBeFalse();

        async Task<bool> CheckAsync(string userId, params Position[] atLeast) => (await access.CheckAsync(new()
        {
            OrganizationId = tenant.Id,
            UserId = userId,
            InstanceId = instance,
            Consistency = new Consistency { AtLeast = { atLeast } },
        })).Allowed;
    }

    private Task<Uri> StartAccessOnItsOwnRedisAsync() => running.Services.AddAsync("access-elsewhere", (args, configure) => Access.Program.Build(args, builder =>
    {
        configure?.Invoke(builder);
        builder.Configuration["Store:Connection"] = own.Connection;
    }));

    // The store may be away for as long as the failover takes.
    private static async Task<bool> AnswersAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (Grpc.Core.RpcException)
        {
            return false;
        }
    }
}
