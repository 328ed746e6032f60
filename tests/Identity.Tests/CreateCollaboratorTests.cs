using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>A user by an administrator's hand, where somebody has the userName already.</summary>
public sealed class CreateCollaboratorTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task AnActiveUsersName_IsTaken()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        (await Refused.WithAsync(Reason.UserNameTaken, () => tenant.NewCollaboratorAsync("ADA@example.com"))).ShouldContain(user.Id);
    }

    [Fact]
    public async Task P9_ADeactivatedManagedUsersName_IsTaken_AndTheSentenceSaysWhatToDo()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        var sentence = await Refused.WithAsync(Reason.UserNameTaken, () => tenant.NewCollaboratorAsync("ada@example.com"));
        sentence.ShouldContain("deactivated");
        sentence.ShouldContain("release");
    }

    [Theory]
    [InlineData("userName", "no address", "Grace", "Hopper")]
    [InlineData("userName", "", "Grace", "Hopper")]
    [InlineData("givenName", "grace@example.com", "a\0b", "Hopper")]
    [InlineData("familyName", "grace@example.com", "Grace", "a\0b")]
    public async Task WhatIsWrong_IsToldOfItsField(string field, string userName, string givenName, string familyName)
    {
        var tenant = await running.NewTenantAsync();
        await Refused.OfFieldAsync(field, Reason.InvalidValue, async () => await running.Services.Users.CreateCollaboratorAsync(new()
        {
            OrganizationId = tenant.Id,
            UserName = userName,
            GivenName = givenName,
            FamilyName = familyName,
            Cause = RunningServices.NewCause(),
        }));
        await tenant.NewUserAsync("ada@example.com");
        await Refused.OfFieldAsync("userName", Reason.UserNameTaken, () => tenant.NewCollaboratorAsync("ada@example.com"));
    }

    [Fact]
    public async Task P18_ADeactivatedUserWhoWasReleased_ComesBackUnderTheSameId_InANewStay()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        await running.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        var back = await tenant.NewCollaboratorAsync("ada@example.com");
        (back.Id, back.State, back.Source, back.Tenure).ShouldBe((user.Id, UserState.Active, Source.Local, 2u));
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }
}
