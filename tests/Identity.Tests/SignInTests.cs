using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;
using Outcome = OptiId.Identity.V1.SignInResponse.Types.Outcome;

namespace OptiId.Identity.Tests;

public sealed class SignInTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P2_Jit_AnUnknownPerson_IsCreated()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var response = await tenant.SignInAsync("Ada@Example.com");
        response.Outcome.ShouldBe(Outcome.Created);
        var user = await tenant.GetAsync(response.User.Id);
        (user.Source, user.State, user.UserName).ShouldBe((Source.Jit, UserState.Active, "Ada@Example.com"));
        user.Document.ToStringUtf8().ShouldContain("Lovelace");
    }

    [Fact]
    public async Task P2_Jit_AnUnknownPersonWithoutNames_IsCreated()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        (await tenant.SignInAsync("ada@example.com", given: "", family: "")).Outcome.ShouldBe(Outcome.Created);
    }

    [Fact]
    public async Task P2_Jit_AKnownJitUser_GetsTheNewNames()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var first = (await tenant.SignInAsync("ada@example.com", family: "Byron")).User;
        var second = await tenant.SignInAsync("ADA@example.com", family: "Lovelace");
        second.Outcome.ShouldBe(Outcome.Refreshed);
        var user = await tenant.GetAsync(first.Id);
        user.Document.ToStringUtf8().ShouldContain("Lovelace");
        user.Document.ToStringUtf8().ShouldNotContain("Byron");
        user.UserName.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task P2_Jit_TheSameNames_ChangeNothing()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var user = (await tenant.SignInAsync("ada@example.com")).User;
        (await tenant.SignInAsync("ada@example.com")).Outcome.ShouldBe(Outcome.Admitted);
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P2_Jit_ALocalUser_IsAdmittedAsHeIs()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        (await tenant.SignInAsync("grace@example.com", given: "Somebody", family: "Else")).Outcome.ShouldBe(Outcome.Admitted);
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P2_Jit_SignInsAtOnce_CreateOneUser()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.SignInAsync("ada@example.com")));
        responses.Select(response => response.User.Id).Distinct().Count().ShouldBe(1);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Theory]
    [InlineData(ProvisioningMode.Jit)]
    [InlineData(ProvisioningMode.Scim)]
    public async Task P3_P9_ADeactivatedPerson_IsRefused(ProvisioningMode mode)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        await tenant.SetModeAsync(mode);
        await Refused.WithAsync(Reason.SignInRefused, () => tenant.SignInAsync("ada@example.com"));
    }

    [Fact]
    public async Task P3_Scim_AProvisionedPerson_IsAdmittedUnchanged()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        (await tenant.SignInAsync("ada@EXAMPLE.com", given: "Somebody", family: "Else")).Outcome.ShouldBe(Outcome.Admitted);
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P3_Scim_AKnownJitUser_IsAdmittedUnchanged()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var user = (await tenant.SignInAsync("ada@example.com")).User;
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        (await tenant.SignInAsync("ada@example.com", given: "Somebody", family: "Else")).Outcome.ShouldBe(Outcome.Admitted);
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P3_Scim_AnUnknownPerson_IsRefusedAndNotCreated()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.SignInRefused, () => tenant.SignInAsync("nobody@example.com"));
        (await tenant.FindAsync("")).TotalResults.ShouldBe(0u);
    }

    [Fact]
    public async Task P3_P10_Scim_ADeletedPerson_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.DeleteUserAsync((await tenant.NewUserAsync("ada@example.com")).Id);
        await Refused.WithAsync(Reason.SignInRefused, () => tenant.SignInAsync("ada@example.com"));
    }

    [Fact]
    public async Task P2_P10_Jit_ADeletedPerson_ComesBackUnderTheSameId()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.DeleteUserAsync(user.Id);
        await tenant.SetModeAsync(ProvisioningMode.Jit);
        var response = await tenant.SignInAsync("ada@example.com");
        (response.Outcome, response.User.Id, response.User.Source, response.User.Tenure).ShouldBe((Outcome.Created, user.Id, Source.Jit, 2u));
    }
}
