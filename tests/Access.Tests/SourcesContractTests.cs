using Grpc.Net.Client;
using OptiId.Access.V1;
using OptiId.Contracts;
using OptiId.Events;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>What access asks of identity and groups, without them: by the contracts access-identity.json and access-groups.json, or with both to record those anew.</summary>
public sealed class SourcesContractTests
{
    [Fact]
    public async Task AccessFollows_AsTheContractsSay()
    {
        if (!Contract.IsWriting)
        {
            await RunAsync(Contract.Read("access", "identity"), Contract.Read("access", "groups"));
            return;
        }

        var steps = new Steps();
        await using var identity = await Border.RecordAsync(steps, "access-identity", _ => LoneService.StartAsync(Identity.Program.Build));
        await using var groups = await Border.RecordAsync(steps, "access-groups", async border =>
            await LoneService.StartAsync(Groups.Program.Build, new() { ["identity"] = await border.RecordBehindAsync("identity", identity.Real!) }));
        await RunAsync(identity, groups);
    }

    [Theory]
    [InlineData("ReadSnapshot")]
    [InlineData("ReadHeads")]
    public async Task AnAnswerThatIsMissing_Shows(string method)
    {
        var contract = Contract.Read("access", "groups");
        (await Record.ExceptionAsync(() => RunAsync(Contract.Read("access", "identity"), contract.Without(contract.IndexOf(method))))).ShouldNotBeNull();
    }

    private static async Task RunAsync(Contract identity, Contract groups)
    {
        var steps = new Steps();
        await using var toIdentity = await Border.AnswerAsync(steps, identity);
        await using var toGroups = await Border.AnswerAsync(steps, groups);
        await RunAsync(toIdentity, toGroups);
    }

    // Access starts with logs that it knows from before, as after a loss of their data: so it takes the snapshots, then follows.
    private static async Task RunAsync(Border identity, Border groups)
    {
        var users = new UsersService.UsersServiceClient(identity.Given);
        var id = (await new OrganizationsService.OrganizationsServiceClient(identity.Given).CreateOrganizationAsync(
            new() { Name = "Contract", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() })).Organization.Id;
        var ann = (await users.ProvisionUserAsync(new() { OrganizationId = id, Document = Tenant.Document("ann@example.com"), Cause = RunningServices.NewCause() })).User;
        if (groups.Real is { } real)
        {
            using var direct = GrpcChannel.ForAddress(real);
            await Eventually.HoldsAsync(async () => (await new GroupsService.GroupsServiceClient(direct).ListGroupsAsync(
                new() { OrganizationId = id, IncludeSystem = true, Count = 10 })).Groups.Count == 2);
        }

        var instances = new InstancesService.InstancesServiceClient(groups.Given);
        var group = (await new GroupsService.GroupsServiceClient(groups.Given).CreateGroupAsync(
            new() { OrganizationId = id, DisplayName = "Editors", Manager = Manager.Scim, MemberIds = { ann.Id }, Cause = RunningServices.NewCause() })).Group;
        var instance = (await instances.CreateInstanceAsync(
            new() { OrganizationId = id, Product = "CMS", Name = "Site", Environment = "Test", Roles = { "editor" }, Cause = RunningServices.NewCause() })).Instance;
        await instances.MakeGrantAsync(new() { OrganizationId = id, GroupId = group.Id, InstanceId = instance.Id, Role = "editor", Cause = RunningServices.NewCause() });

        await using var service = await LoneService.StartAsync(
            Program.Build, new() { ["identity"] = identity.Provider, ["groups"] = groups.Provider }, prepareAsync: session => ForgetAsync(session, id));
        using var channel = GrpcChannel.ForAddress(service.Address);
        var access = new AccessService.AccessServiceClient(channel);
        await Eventually.HoldsAsync(async () => await MayAsync());

        await instances.EndGrantAsync(new() { OrganizationId = id, GroupId = group.Id, InstanceId = instance.Id, Role = "editor", Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => !await MayAsync());
        await instances.MakeGrantAsync(new() { OrganizationId = id, GroupId = group.Id, InstanceId = instance.Id, Role = "editor", Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => await MayAsync());
        await users.DeleteUserAsync(new() { OrganizationId = id, UserId = ann.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => !await MayAsync());
        await identity.FinishAsync();
        await groups.FinishAsync();

        async Task<bool> MayAsync() => (await access.CheckAsync(new() { OrganizationId = id, UserId = ann.Id, InstanceId = instance.Id })).Allowed;
    }

    private static async Task ForgetAsync(StoreSession session, string organizationId)
    {
        foreach (var source in new[] { "identity", "groups" })
        {
            await session.TryCommitAsync(new AppliedPositions(session, "0:").Reset(
                new(Partition.Of(organizationId)), source, new() { Epoch = "00000000000000000000000000000001", Sequence = 9 }));
        }
    }
}
