using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>DELETE, its retention, and erasure (P10). One test at a time turns the clock.</summary>
[Collection(nameof(RunningOnFakeClock))]
public sealed class DeleteUserTests(RunningOnFakeClock running)
{
    private const string Person = "Zebedee-Quartermaine";

    [Fact]
    public async Task P10_ADeletedUser_IsGone_AndItsKeysAreFree()
    {
        var tenant = await running.NewTenantAsync();
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", externalId: "okta-1"))).User;
        await tenant.DeleteUserAsync(user.Id);
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.DeleteUserAsync(user.Id));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.SetActiveAsync(user.Id, true));
        foreach (var filter in new[] { "", "userName eq \"ada@example.com\"", "externalId eq \"okta-1\"", $"id eq \"{user.Id}\"" })
        {
            (await tenant.FindAsync(filter)).TotalResults.ShouldBe(0u, filter);
        }

        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(0u);
        (await tenant.ProvisionAsync(Tenant.Document("grace@example.com", externalId: "okta-1"))).User.Id.ShouldNotBe(user.Id);
        var renamed = await tenant.NewUserAsync("other@example.com");
        await tenant.PatchAsync(renamed.Id, ("userName", "\"ada@example.com\""));
    }

    [Fact]
    public async Task P10_APostWithinTheRetentionTime_BringsBackTheSameId_InANewStay()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.DeleteUserAsync(user.Id);
        running.Pass(TimeSpan.FromDays(29));
        var back = (await tenant.ProvisionAsync(Tenant.Document("ADA@example.com", given: "Augusta"))).User;
        (back.Id, back.State, back.Tenure, back.Deleted, back.UserName).ShouldBe((user.Id, UserState.Active, 2u, null, "ADA@example.com"));
        (await tenant.GetAsync(user.Id)).ShouldBe(back);
        (await tenant.FindAsync("")).TotalResults.ShouldBe(1u);
    }

    [Fact]
    public async Task P10_AfterTheRetentionTime_NothingPersonalIsLeft_AndThePersonIsNew()
    {
        var tenant = await running.NewTenantAsync();
        var user = await NewPersonAsync(tenant, "Retained");
        await tenant.DeleteUserAsync(user.Id);
        (await StoreScan.FindAsync(running.Store, $"{Person}Retained")).ShouldNotBeEmpty("the userName waits for the person to come back");
        running.Pass(TimeSpan.FromDays(30.1));
        await Eventually.HoldsAsync(async () => (await StoreScan.FindAsync(running.Store, $"{Person}Retained")).Count == 0);
        (await tenant.NewUserAsync($"{Person}Retained@example.com")).Id.ShouldNotBe(user.Id);
    }

    [Fact]
    public async Task P10_AnAdministratorsErase_LeavesNothingPersonalAtOnce()
    {
        var tenant = await running.NewTenantAsync();
        var user = await NewPersonAsync(tenant, "Erased");
        await tenant.SetActiveAsync(user.Id, false);
        await EraseAsync(tenant, user);
        (await StoreScan.FindAsync(running.Store, $"{Person}Erased")).ShouldBeEmpty();
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
        (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id))[^1].UserErased.UserId.ShouldBe(user.Id);
        (await tenant.NewUserAsync($"{Person}Erased@example.com")).Id.ShouldNotBe(user.Id);
    }

    [Fact]
    public async Task P10_AnEraseOfADeletedUser_DoesNotWaitForTheRetentionTime()
    {
        var tenant = await running.NewTenantAsync();
        var user = await NewPersonAsync(tenant, "Deleted");
        await tenant.DeleteUserAsync(user.Id);
        await EraseAsync(tenant, user);
        (await StoreScan.FindAsync(running.Store, $"{Person}Deleted")).ShouldBeEmpty();
    }

    [Fact]
    public async Task P10_AnErase_LeavesAloneWhoHasTheNameNow()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.DeleteUserAsync(user.Id);
        var successor = await tenant.NewUserAsync("other@example.com");
        await tenant.PatchAsync(successor.Id, ("userName", "\"ada@example.com\""));
        await EraseAsync(tenant, user);
        (await tenant.FindAsync("userName eq \"ada@example.com\"")).Users.Single().Id.ShouldBe(successor.Id);
    }

    [Fact]
    public async Task P10_AUserWhoCameBack_IsNotErasedAfterTheRetentionTime()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        var other = await tenant.NewUserAsync("other@example.com");
        await tenant.DeleteUserAsync(user.Id);
        await tenant.DeleteUserAsync(other.Id);
        await tenant.NewUserAsync("ada@example.com");
        running.Pass(TimeSpan.FromDays(31));
        await Eventually.HoldsAsync(async () =>
            (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id)).Any(change => change.UserErased?.UserId == other.Id));
        (await tenant.GetAsync(user.Id)).State.ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task P10_AnActiveManagedUser_IsNotErased()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => EraseAsync(tenant, user));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P10_AUserWhomTheIdentityProviderTakesOverMeanwhile_IsNotErased()
    {
        var tenant = await running.NewTenantAsync();
        for (var round = 0; round < 30; round++)
        {
            var user = await tenant.NewCollaboratorAsync($"ada{round}@example.com");
            var erasing = EraseAsync(tenant, user);
            var provisioned = (await tenant.ProvisionAsync(Tenant.Document(user.UserName))).User;
            await Should.NotThrowAsync(async () =>
            {
                try
                {
                    await erasing;
                }
                catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.ManagedByIdentityProvider)
                {
                }
            });
            (await tenant.GetAsync(provisioned.Id)).State.ShouldBe(UserState.Active, $"round {round}: answered with 201, then erased");
        }
    }

    [Theory]
    [InlineData("active local")]
    [InlineData("active jit")]
    [InlineData("deactivated scim")]
    [InlineData("deleted scim")]
    [InlineData("released")]
    public async Task P10_AUserOfAnyOtherState_IsErased_AndASecondErase_FindsNobody(string what)
    {
        var tenant = await running.NewTenantAsync(what == "active jit" ? ProvisioningMode.Jit : ProvisioningMode.Scim);
        var user = what switch
        {
            "active local" => await tenant.NewCollaboratorAsync("ada@example.com"),
            "active jit" => (await tenant.SignInAsync("ada@example.com")).User,
            _ => await tenant.NewUserAsync("ada@example.com"),
        };
        _ = what switch
        {
            "deactivated scim" => (await tenant.SetActiveAsync(user.Id, false)).Position,
            "deleted scim" => (await tenant.DeleteUserAsync(user.Id)).Position,
            "released" => (await tenant.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() })).Position,
            _ => null,
        };
        await EraseAsync(tenant, user);
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
        await Refused.WithAsync(Reason.UserNotFound, () => EraseAsync(tenant, user));
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(0u);
        (await StoreScan.FindAsync(running.Store, $"words:{tenant.Id}")).ShouldBeEmpty("the index of words is empty, so the key is gone");
        (await StoreScan.FindAsync(running.Store, "listed-")).ShouldNotContain(key => key.Contains(tenant.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task P10_AnErasedUsersHistory_IsGone()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var other = await tenant.NewUserAsync();
        await tenant.DeleteUserAsync(user.Id);
        (await HistoryAsync(tenant, user)).Select(change => change.EventCase).ShouldBe([Events.V1.Change.EventOneofCase.UserDeleted, Events.V1.Change.EventOneofCase.UserProvisioned]);
        await EraseAsync(tenant, user);
        await Refused.WithAsync(Reason.UserNotFound, () => HistoryAsync(tenant, user));
        (await HistoryAsync(tenant, other)).Count.ShouldBe(1);
    }

    private static async Task<IReadOnlyList<Events.V1.Change>> HistoryAsync(Tenant tenant, User user) =>
        (await tenant.Services.Users.ListUserHistoryAsync(new() { OrganizationId = tenant.Id, UserId = user.Id })).Changes;

    private static async Task<User> NewPersonAsync(Tenant tenant, string suffix = "") => (await tenant.ProvisionAsync(Tenant.Document(
        $"{Person}{suffix}@example.com", externalId: $"{Person}{suffix}", given: $"{Person}{suffix}", family: $"{Person}{suffix}", and: document =>
            document["emails"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["value"] = $"{Person}{suffix}@home.example" })))).User;

    private async Task EraseAsync(Tenant tenant, User user) =>
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
}
