using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using OptiId.Contracts;
using OptiId.Events;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>What groups asks of identity, without identity: by the contract groups-identity.json, or with it to record that anew.</summary>
public sealed class IdentityContractTests
{
    [Fact]
    public async Task GroupsAsksIdentity_WhatTheContractSays()
    {
        if (Contract.IsWriting)
        {
            await using var recording = await Border.RecordAsync(new(), "groups-identity", _ => LoneService.StartAsync(Identity.Program.Build));
            await RunAsync(recording);
            return;
        }

        await RunAsync(Contract.Read("groups", "identity"));
    }

    [Fact]
    public async Task AnInteractionThatIsMissing_Shows()
    {
        var contract = Contract.Read("groups", "identity");
        var failure = await Should.ThrowAsync<Exception>(RunAsync(contract.Without(contract.IndexOf("LookUpUsers"))));
        failure.ShouldBeAssignableTo<RpcException>()!.Status.Detail.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task AnInteractionThatNobodyAsks_Shows()
    {
        var contract = Contract.Read("groups", "identity");
        var one = contract.Interactions[contract.IndexOf("LookUpUsers")];
        var another = one with { Request = new JsonObject { ["organizationId"] = "another" } };
        (await Should.ThrowAsync<ContractException>(RunAsync(contract with { Interactions = [.. contract.Interactions, another] })))
            .Message.ShouldContain("never asked: /optiid.identity.v1.UsersService/LookUpUsers");
    }

    [Fact]
    public async Task AnotherAnswer_Shows()
    {
        var contract = Contract.Read("groups", "identity");
        var other = contract.With(contract.IndexOf("LookUpUsers"), one => one with { Answers = [new JsonObject()] });
        (await Record.ExceptionAsync(() => RunAsync(other))).ShouldBeOfType<ShouldAssertException>();
    }

    [Fact]
    public async Task AnotherStatus_Shows()
    {
        var contract = Contract.Read("groups", "identity");
        var other = contract.With(contract.IndexOf("LookUpUsers"), one => one with
        {
            Answers = [],
            Refusal = new JsonObject { ["status"] = "PermissionDenied", ["message"] = "No." },
        });
        await Should.ThrowAsync<RpcException>(RunAsync(other));
    }

    private static async Task RunAsync(Contract contract)
    {
        await using var border = await Border.AnswerAsync(new(), contract);
        await RunAsync(border);
    }

    // Groups starts with a log that it knows from before, as after a loss of identity's data: so it takes the snapshot, then follows.
    private static async Task RunAsync(Border border)
    {
        var users = new UsersService.UsersServiceClient(border.Given);
        var organization = await new OrganizationsService.OrganizationsServiceClient(border.Given).CreateOrganizationAsync(
            new() { Name = "Contract", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() });
        var id = organization.Organization.Id;
        var ann = await users.ProvisionUserAsync(new() { OrganizationId = id, Document = Tenant.Document("ann@example.com"), Cause = RunningServices.NewCause() });
        var ben = await users.ProvisionUserAsync(new() { OrganizationId = id, Document = Tenant.Document("ben@example.com"), Cause = RunningServices.NewCause() });

        await using var service = await LoneService.StartAsync(Program.Build, new() { ["identity"] = border.Provider }, prepareAsync: session =>
            session.TryCommitAsync(new AppliedPositions(session).Reset(
                new(Partition.Of(id)), "identity", new() { Epoch = "00000000000000000000000000000001", Sequence = 9 })));
        using var channel = GrpcChannel.ForAddress(service.Address);
        var groups = new GroupsService.GroupsServiceClient(channel);
        await Eventually.HoldsAsync(async () => (await groups.ListGroupsAsync(new() { OrganizationId = id, IncludeSystem = true, Count = 10 })).Groups.Count == 2);

        var unknown = "00000000-0000-7000-8000-000000000001";
        var group = (await groups.CreateGroupAsync(new()
        {
            OrganizationId = id,
            DisplayName = "Editors",
            Manager = Manager.Scim,
            MemberIds = { ann.User.Id, ben.User.Id, unknown },
            Cause = RunningServices.NewCause(),
        })).Group;
        group.MemberCount.ShouldBe(2u);
        (await groups.ListParkedMembersAsync(new() { OrganizationId = id, GroupId = group.Id })).Members.Single().UserId.ShouldBe(unknown);

        await users.DeleteUserAsync(new() { OrganizationId = id, UserId = ben.User.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => (await groups.GetGroupAsync(new() { OrganizationId = id, GroupId = group.Id })).Group.MemberCount == 1);
        await border.FinishAsync();
    }
}
