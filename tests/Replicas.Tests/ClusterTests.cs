using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Replicas.Tests;

/// <summary>All services over a Redis Cluster: whatever keys they touch in one script lie in one slot.</summary>
public sealed class ClusterTests(RunningOnRedisCluster running) : IClassFixture<RunningOnRedisCluster>
{
    [Fact]
    public async Task ADayOfProvisioning_GoesAsOnOneRedis_ForOrganizationsOnEveryMaster()
    {
        running.Store.SkipIfMissing();
        var (scim, grpc) = await running.Services.StartGatewayWithLogAsync();
        var admin = await running.Services.StartAdminCenterAsync();
        var masters = new HashSet<RedisNode>();
        for (var number = 0; masters.Count < 3 && number < 30; number++)
        {
            var tenant = await running.NewTenantAsync();
            if (masters.Add(await running.Cluster.MasterOfAsync(new KeySpace("identity").Of(Partition.Of(tenant.Id), "any"))))
            {
                await LiveADayAsync(tenant, scim, running.Services.LogAt(grpc), admin);
            }
        }

        masters.Count.ShouldBe(3);
    }

    private static async Task LiveADayAsync(Tenant tenant, Uri gateway, ProvisioningLogService.ProvisioningLogServiceClient log, RunningAdminCenter admin)
    {
        using var scim = ScimClient.WithToken(gateway, (await tenant.Services.IssueTokenAsync(tenant.Id)).Secret);
        var requests = 0;

        // Users: create, find, change, page.
        var users = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            var created = await DoAsync(scim.PostAsync("/Users", ScimBodies.User($"user{number}@example.com")), 201);
            users.Add(created.Id);
        }

        (await DoAsync(scim.GetAsync("/Users?filter=userName%20eq%20%22user3@example.com%22"), 200)).Resources.ShouldHaveSingleItem();
        (await DoAsync(scim.GetAsync("/Users?filter=name.familyName%20co%20%22Love%22&count=2"), 200)).Resources.Count.ShouldBe(2);
        var page = await DoAsync(scim.GetAsync("/Users?cursor&count=3"), 200);
        (await DoAsync(scim.GetAsync($"/Users?cursor={Uri.EscapeDataString((string)page.Body["nextCursor"]!)}&count=3"), 200)).Resources.Count.ShouldBe(2);
        await DoAsync(scim.PatchAsync($"/Users/{users[4]}", """{"op":"replace","path":"active","value":false}"""), 200);

        // A group with members, one of whom leaves; a grant; access.
        var group = (await DoAsync(scim.PostAsync("/Groups", ScimBodies.Group("Editors", users[0], users[1])), 201)).Id;
        await DoAsync(scim.PatchAsync(
            $"/Groups/{group}", $$"""{"op":"add","path":"members","value":[{"value":"{{users[2]}}"}]}""", $$"""{"op":"remove","path":"members[value eq \"{{users[0]}}\"]"}"""), 204);
        (await DoAsync(scim.GetAsync($"/Groups/{group}"), 200)).MemberIds.ShouldBe([users[1], users[2]], ignoreOrder: true);
        var instance = (await tenant.NewInstanceAsync()).Instance.Id;
        var grant = await tenant.Services.Instances.MakeGrantAsync(new()
        {
            OrganizationId = tenant.Id,
            GroupId = group,
            InstanceId = instance,
            Role = "editor",
            Cause = new() { RequestId = "made", Actor = $"administrator:{users[1]}" },
        });
        (await tenant.CheckAsync(users[1], instance, grant.Position)).Allowed.ShouldBeTrue();
        (await tenant.CheckAsync(users[0], instance, grant.Position)).Allowed.ShouldBeFalse();
        (await tenant.Services.Access.RebuildAsync(new() { OrganizationId = tenant.Id })).Partitions.ShouldBe(1u);
        (await tenant.CheckAsync(users[2], instance, grant.Position)).Allowed.ShouldBeTrue();

        // The end of some of it.
        await DoAsync(scim.DeleteAsync($"/Users/{users[2]}"), 204);
        await DoAsync(scim.GetAsync($"/Users/{users[2]}"), 404);
        await Eventually.HoldsAsync(async () => !(await tenant.CheckAsync(users[2], instance)).Allowed);
        await DoAsync(scim.DeleteAsync($"/Groups/{group}"), 204);
        await Eventually.HoldsAsync(async () => !(await tenant.CheckAsync(users[1], instance)).Allowed);

        // What the logs say.
        await Eventually.HoldsAsync(async () => (await log.ListRequestsAsync(new() { OrganizationId = tenant.Id, PageSize = 100 })).Requests.Count == requests);
        (await admin.Audit.ListAuditEntriesAsync(new() { OrganizationId = tenant.Id, RequestId = "made" })).Entries.ShouldHaveSingleItem();
        var audit = await admin.Audit.VerifyAuditLogAsync(new() { OrganizationId = tenant.Id });
        (audit.Intact, audit.Entries > 0).ShouldBe((true, true), audit.Finding);
        using var support = await admin.SignInAsync();

        async Task<ScimAnswer> DoAsync(Task<ScimAnswer> asked, int status)
        {
            var answer = await asked;
            requests++;
            answer.Status.ShouldBe(status, answer.Text);
            return answer;
        }
    }
}
