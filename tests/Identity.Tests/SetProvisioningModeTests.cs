using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class SetProvisioningModeTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P1_ANewOrganization_IsInJitMode()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Unspecified);
        (await tenant.GetOrganizationAsync()).Mode.ShouldBe(ProvisioningMode.Jit);
    }

    [Fact]
    public async Task P1_ChoosingScim_EndsJitAtOnce()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        await tenant.SignInAsync("known@example.com");
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        await Refused.WithAsync(Reason.SignInRefused, () => tenant.SignInAsync("unknown@example.com"));
    }

    [Fact]
    public async Task P2_InJitMode_ScimWritesAreRefused()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.SetModeAsync(ProvisioningMode.Jit);
        await Refused.WithAsync(Reason.ScimNotEnabled, () => tenant.NewUserAsync());
        await Refused.WithAsync(Reason.ScimNotEnabled, () => tenant.ReplaceAsync(user.Id, Tenant.Document("other@example.com")));
        await Refused.WithAsync(Reason.ScimNotEnabled, () => tenant.SetActiveAsync(user.Id, false));
        await Refused.WithAsync(Reason.ScimNotEnabled, () => tenant.DeleteUserAsync(user.Id));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P3_SwitchingThereAndBack_DeletesNothing()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var byJit = (await tenant.SignInAsync("jit@example.com")).User;
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        var byScim = await tenant.NewUserAsync();
        await tenant.SetModeAsync(ProvisioningMode.Jit);
        (await tenant.GetAsync(byJit.Id)).ShouldBe(byJit);
        (await tenant.GetAsync(byScim.Id)).ShouldBe(byScim);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(2u);
    }

    [Fact]
    public async Task SettingTheModeThatIsSet_ChangesNothing()
    {
        var tenant = await running.NewTenantAsync();
        var before = await tenant.GetOrganizationAsync();
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        (await tenant.GetOrganizationAsync()).ShouldBe(before);
        (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnUnknownOrganization_IsNotFound() =>
        await Refused.WithAsync(Reason.OrganizationNotFound, () => new Tenant(running.Services, Guid.NewGuid().ToString()).SetModeAsync(ProvisioningMode.Scim));

    [Fact]
    public async Task AListOfOrganizations_FindsByAPartOfTheName_InAnyLetterCase()
    {
        var name = $"Acme {Guid.NewGuid():N}";
        var created = (await running.Services.Organizations.CreateOrganizationAsync(new() { Name = name, Cause = RunningServices.NewCause() })).Organization;
        var found = (await running.Services.Organizations.ListOrganizationsAsync(new() { NameContains = name[2..].ToUpperInvariant() })).Organizations;
        found.Select(organization => organization.Id).ShouldBe([created.Id]);
    }
}
