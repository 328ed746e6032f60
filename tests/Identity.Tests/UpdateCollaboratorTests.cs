using System.Text.Json.Nodes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>An administrator's edit of a collaborator (P24).</summary>
public sealed class UpdateCollaboratorTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P24_ACollaborator_GetsTheNewUserNameAndNames()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        var updated = (await UpdateAsync(tenant, user, "Grace.Murray@example.com", "Grace", "Murray")).User;
        (updated.Id, updated.UserName, updated.Source, updated.Version).ShouldBe((user.Id, "Grace.Murray@example.com", Source.Local, user.Version + 1));
        (await tenant.GetAsync(user.Id)).ShouldBe(updated);
        var document = JsonNode.Parse(updated.Document.ToStringUtf8())!;
        ((string?)document["userName"], (string?)document["name"]!["familyName"], (string?)document["emails"]![0]!["value"])
            .ShouldBe(("Grace.Murray@example.com", "Murray", "Grace.Murray@example.com"));
        (await tenant.FindAsync("userName eq \"grace@example.com\"")).TotalResults.ShouldBe(0u);
        (await tenant.FindAsync("emails.value eq \"grace.murray@example.com\"")).Users.Single().Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task AnUnchangedEdit_RaisesNoVersionAndTellsNothing()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        var answer = await UpdateAsync(tenant, user, "grace@example.com", "Grace", "Hopper");
        (answer.User, answer.Position).ShouldBe((user, null));
    }

    [Fact]
    public async Task ANameThatIsLeftEmpty_IsRemoved()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        var updated = (await UpdateAsync(tenant, user, "grace@example.com", "", "Hopper")).User;
        updated.Document.ToStringUtf8().ShouldNotContain("givenName");
        (await UpdateAsync(tenant, updated, "grace@example.com", "", "Hopper")).User.ShouldBe(updated);
    }

    [Fact]
    public async Task WhatElseAReleasedUserHas_Stays()
    {
        var tenant = await running.NewTenantAsync();
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", externalId: "okta-1", and: document =>
        {
            document["title"] = "Countess";
            document["name"]!["formatted"] = "Ada Lovelace";
            document["emails"] = new JsonArray(new JsonObject { ["value"] = "home@example.com" }, new JsonObject { ["value"] = "ADA@example.com" });
        }))).User;
        await running.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        var updated = (await UpdateAsync(tenant, user, "augusta@example.com", "Augusta", "Lovelace")).User;
        var document = JsonNode.Parse(updated.Document.ToStringUtf8())!;
        (updated.ExternalId, (string?)document["title"], document["name"]!["formatted"]).ShouldBe(("okta-1", "Countess", null));
        document["emails"]!.AsArray().Select(email => (string?)email!["value"]).ShouldBe(["home@example.com", "augusta@example.com"]);
    }

    [Theory]
    [InlineData(Source.Scim, "SCIM")]
    [InlineData(Source.Jit, "JIT")]
    public async Task P24_WhatIsManagedElsewhere_IsRefused_AndTheSentenceSaysWhere(Source source, string says)
    {
        var tenant = await running.NewTenantAsync(source == Source.Jit ? ProvisioningMode.Jit : ProvisioningMode.Scim);
        var user = source == Source.Jit ? (await tenant.SignInAsync("ada@example.com")).User : await tenant.NewUserAsync("ada@example.com");
        var sentence = await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => UpdateAsync(tenant, user, "ada@example.com", "Augusta", "King"));
        sentence.ShouldContain(says);
        sentence.ShouldContain("release");
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task AnotherVersionThanTheEditedOne_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        var first = (await UpdateAsync(tenant, user, "grace@example.com", "Amazing", "Grace", user.Version)).User;
        await Refused.WithAsync(Reason.VersionMismatch, () => UpdateAsync(tenant, user, "grace@example.com", "Other", "Grace", user.Version));
        (await tenant.GetAsync(user.Id)).ShouldBe(first);
        (await UpdateAsync(tenant, user, "grace@example.com", "Other", "Grace")).User.Version.ShouldBe(first.Version + 1);
    }

    [Fact]
    public async Task AReleaseOfAnotherVersionThanTheOneLookedAt_IsRefused_UnlessNothingIsToBeReleased()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", family: "King"));
        (await Refused.WithAsync(Reason.VersionMismatch, () => ReleaseAsync(user.Version))).ShouldContain("Somebody else has changed");
        (await tenant.GetAsync(user.Id)).Source.ShouldBe(Source.Scim);
        (await ReleaseAsync(user.Version + 1)).Source.ShouldBe(Source.Local);
        (await ReleaseAsync(user.Version)).Version.ShouldBe(user.Version + 2);

        async Task<User> ReleaseAsync(ulong ifVersion) => (await running.Services.Users.ReleaseUserAsync(
            new() { OrganizationId = tenant.Id, UserId = user.Id, IfVersion = ifVersion, Cause = RunningServices.NewCause() })).User;
    }

    [Fact]
    public async Task AUserNameThatAnotherHas_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewUserAsync("ada@example.com");
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        await Refused.WithAsync(Reason.UserNameTaken, () => UpdateAsync(tenant, user, "ADA@example.com", "Grace", "Hopper"));
        (await UpdateAsync(tenant, user, "GRACE@example.com", "Grace", "Hopper")).User.UserName.ShouldBe("GRACE@example.com");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u200Bb@example.com")]
    public async Task AUserNameThatIsNone_IsRefused_AsForANewCollaborator(string userName)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.NewCollaboratorAsync(userName));
        await Refused.WithAsync(Reason.InvalidValue, () => UpdateAsync(tenant, user, userName, "Grace", "Hopper"));
    }

    [Fact]
    public async Task AnotherOrganizationsUser_IsNotFound()
    {
        var user = await (await running.NewTenantAsync()).NewCollaboratorAsync();
        var other = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.UserNotFound, () => UpdateAsync(other, user, "grace@example.com", "Grace", "Hopper"));
    }

    [Fact]
    public async Task P6_AnOrganizationOfSyncedAttributesOnly_StoresNoEmails()
    {
        var organization = (await running.Services.Organizations.CreateOrganizationAsync(
            new() { Name = "Synced only", SyncedAttributesOnly = true, Cause = RunningServices.NewCause() })).Organization;
        var tenant = new Tenant(running.Services, organization.Id);
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        user.Document.ToStringUtf8().ShouldNotContain("emails");
        (await UpdateAsync(tenant, user, "grace@example.com", "Amazing", "Grace")).User.Document.ToStringUtf8().ShouldNotContain("emails");
        (await tenant.SignInAsync("ada@example.com")).User.Document.ToStringUtf8().ShouldNotContain("emails");
    }

    private async Task<UpdateCollaboratorResponse> UpdateAsync(Tenant tenant, User user, string userName, string given, string family, ulong ifVersion = 0) =>
        await running.Services.Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = tenant.Id,
            UserId = user.Id,
            UserName = userName,
            GivenName = given,
            FamilyName = family,
            IfVersion = ifVersion,
            Cause = RunningServices.NewCause(),
        });
}
