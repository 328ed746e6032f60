using OptiId.Access.V1;
using OptiId.Admin.V1;
using OptiId.Events.V1;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Store;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Replicas.Tests;

/// <summary>Several replicas of each service on one Redis, of which those that hold the leases are killed under load.</summary>
public sealed class ReplicasTests
{
    private const int Enough = 60;
    private static readonly string[] Sources = ["identity", "groups"];

    [Fact]
    public async Task KilledHoldersOfLeases_LoseNothingAndDoubleNothing_AndTheLeasesMove()
    {
        await using var system = await StartAsync();
        var (organizationId, token, groupId, instanceId) = await PrepareAsync(system);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(system.Redis);
        var partition = Partition.Of(organizationId);
        var leases = await LeasesAsync(redis, partition);
        await system.ScaleOutAsync();

        var load = new ReplicaLoad(system, organizationId, token, groupId);
        load.Start();
        await load.UntilMoreAsync(Enough);
        await system.KillFirstAsync();
        await load.UntilMoreAsync(Enough);
        await load.StopAsync();

        await LeasesMoveAsync(redis, partition, leases);
        await LogsHoldEachChangeOnceAsync(system, organizationId, load);
        var members = await MembersAsync(system, organizationId, groupId);
        members.ShouldBeUnique();
        load.Members.Except(members).ShouldBeEmpty("acknowledged memberships are lost");
        await AccessAgreesAsync(system, organizationId, instanceId, members);
        await TheProvisioningLogHasEachRequestOnceAsync(system, organizationId, load);
        await TheAuditLogHasEachChangeOnceAsync(system, organizationId, load);
        load.Failures.ShouldBeGreaterThan(0, "nobody has noticed that anything was killed");
    }

    private static async Task<ReplicatedSystem> StartAsync()
    {
        try
        {
            return await ReplicatedSystem.StartAsync();
        }
        catch (MissingServerException e) when (!TestEnvironment.IsContinuousIntegration)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static async Task<(string OrganizationId, string Token, string GroupId, string InstanceId)> PrepareAsync(ReplicatedSystem system)
    {
        var organizations = new OrganizationsService.OrganizationsServiceClient(system.First.Identity.Channel);
        var organization = (await organizations.CreateOrganizationAsync(
            new() { Name = "Replicated", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() })).Organization.Id;
        var token = (await new TokensService.TokensServiceClient(system.Tokens.Channel).IssueTokenAsync(
            new() { OrganizationId = organization, Label = "Test", Cause = RunningServices.NewCause() })).Secret;
        using var scim = ScimClient.WithToken(system.Gateways[0].Scim, token);
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Everybody's team"));
        group.Status.ShouldBe(201, group.Text);
        var instances = new InstancesService.InstancesServiceClient(system.First.Groups.Channel);
        var instance = (await instances.CreateInstanceAsync(new()
        {
            OrganizationId = organization,
            Product = "CMS",
            Name = "Main site",
            Environment = "Test",
            Roles = { "editor" },
            Cause = RunningServices.NewCause(),
        })).Instance.Id;
        await instances.MakeGrantAsync(
            new() { OrganizationId = organization, GroupId = group.Id, InstanceId = instance, Role = "editor", Cause = RunningServices.NewCause() });
        return (organization, token, group.Id, instance);
    }

    // Who publishes the logs of identity and groups now.
    private static async Task<string[]> LeasesAsync(ConnectionMultiplexer redis, int partition)
    {
        string?[] holders = [];
        await Eventually.HoldsAsync(async () =>
        {
            holders = await Task.WhenAll(Sources.Select(async service =>
                (string?)await redis.GetDatabase().StringGetAsync(new KeySpace(service).Of(partition, "lease:relay"))));
            return holders.All(holder => holder is not null);
        });
        return [.. holders.Select(holder => holder!)];
    }

    private static Task LeasesMoveAsync(ConnectionMultiplexer redis, int partition, string[] before) => Eventually.HoldsAsync(async () =>
    {
        var holders = await LeasesAsync(redis, partition);
        var published = await Task.WhenAll(Sources.Select(async service =>
            await redis.GetDatabase().StringGetAsync(new KeySpace(service).Of(partition, "log:published"))
                == await redis.GetDatabase().StringGetAsync(new KeySpace(service).Of(partition, "log:sequence"))));
        return holders.Zip(before).All(pair => pair.First != pair.Second) && published.All(all => all);
    });

    private static async Task LogsHoldEachChangeOnceAsync(ReplicatedSystem system, string organizationId, ReplicaLoad load)
    {
        var identity = await LogReader.ReadAsync(system.Second.Identity.Grpc, organizationId);
        var created = identity.Where(change => change.EventCase == Change.EventOneofCase.UserProvisioned).Select(change => change.UserProvisioned.UserId).ToList();
        created.ShouldBeUnique();
        load.Users.Keys.Except(created).ShouldBeEmpty("acknowledged users are lost");

        var groups = await LogReader.ReadAsync(system.Second.Groups.Grpc, organizationId);
        var added = groups.Where(change => change.EventCase == Change.EventOneofCase.MembersAdded)
            .SelectMany(change => change.MembersAdded.Members.Select(member => (change.MembersAdded.GroupId, member.UserId))).ToList();
        added.ShouldBeUnique();
        load.Members.Except(added.Select(member => member.UserId)).ShouldBeEmpty();
    }

    private static async Task<List<string>> MembersAsync(ReplicatedSystem system, string organizationId, string groupId)
    {
        using var call = new GroupsService.GroupsServiceClient(system.Second.Groups.Channel).ListMembers(new() { OrganizationId = organizationId, GroupId = groupId });
        var members = new List<string>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            members.AddRange(call.ResponseStream.Current.UserIds);
        }

        return members;
    }

    private static async Task AccessAgreesAsync(ReplicatedSystem system, string organizationId, string instanceId, IReadOnlyCollection<string> members)
    {
        var access = new AccessService.AccessServiceClient(system.Second.Access.Channel);
        List<string> allowed = [];
        await Eventually.HoldsAsync(async () =>
        {
            allowed = [];
            var request = new ListUsersOfInstanceRequest { OrganizationId = organizationId, InstanceId = instanceId, PageSize = 1_000, Consistency = new() { AllowStale = true } };
            do
            {
                var page = await access.ListUsersOfInstanceAsync(request);
                allowed.AddRange(page.Users.Select(user => user.UserId));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return allowed.ToHashSet().SetEquals(members);
        });
        allowed.ShouldBeUnique();
    }

    private static async Task TheProvisioningLogHasEachRequestOnceAsync(ReplicatedSystem system, string organizationId, ReplicaLoad load)
    {
        var log = new ProvisioningLogService.ProvisioningLogServiceClient(system.Gateways[1].Channel);
        List<string> logged = [];
        await Eventually.HoldsAsync(async () =>
        {
            logged = [];
            var request = new ListRequestsRequest { OrganizationId = organizationId, PageSize = 200 };
            do
            {
                var page = await log.ListRequestsAsync(request);
                logged.AddRange(page.Requests.Select(entry => entry.RequestId));
                request.Before = page.NextBefore;
            }
            while (request.Before > 0);
            return !load.Requests.Except(logged).Any();
        });
        logged.ShouldBeUnique();
        // And the one that created the group. Of those that were told to wait, one a second is logged, the others are counted (ADR 10).
        logged.Except(load.Requests).Except(load.Delayed).Count().ShouldBe(1);
    }

    private static async Task TheAuditLogHasEachChangeOnceAsync(ReplicatedSystem system, string organizationId, ReplicaLoad load)
    {
        var audit = new AuditService.AuditServiceClient(system.AdminCenter.Channel);
        var entries = new List<AuditEntry>();
        var request = new ListAuditEntriesRequest { OrganizationId = organizationId, PageSize = 500, Actor = "administrator:" };
        do
        {
            var page = await audit.ListAuditEntriesAsync(request);
            entries.AddRange(page.Entries);
            request.Before = page.NextBefore;
        }
        while (request.Before > 0);

        entries.Select(entry => entry.RequestId).ShouldBeUnique();
        entries.Select(entry => entry.Change).ShouldBeUnique();
        load.Administrations.Except(entries.Select(entry => entry.RequestId)).ShouldBeEmpty("acknowledged changes are not in the audit log");
        load.Administrations.Count.ShouldBeGreaterThan(5);
        var verified = await audit.VerifyAuditLogAsync(new() { OrganizationId = organizationId });
        verified.Intact.ShouldBeTrue(verified.Finding);
    }
}
