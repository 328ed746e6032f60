using System.Text.Json.Nodes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>PUT and PATCH (P6, P8, P11).</summary>
public sealed class UpdateUserTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task P8_APut_TakesALocalUserOver()
    {
        var tenant = await running.NewTenantAsync();
        var local = await tenant.NewCollaboratorAsync("grace@example.com");
        var user = (await tenant.ReplaceAsync(local.Id, Tenant.Document("grace@example.com"))).User;
        (user.Id, user.Source, user.Tenure).ShouldBe((local.Id, Source.Scim, local.Tenure));
    }

    [Fact]
    public async Task P8_APatch_TakesAJitUserOver()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var jit = (await tenant.SignInAsync("ada@example.com")).User;
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        var user = (await tenant.PatchAsync(jit.Id, ("name.familyName", "\"King\""))).User;
        (user.Id, user.Source).ShouldBe((jit.Id, Source.Scim));
    }

    [Fact]
    public async Task P8_APatchThatChangesNothingElse_StillTakesOver()
    {
        var tenant = await running.NewTenantAsync();
        var local = await tenant.NewCollaboratorAsync();
        (await tenant.SetActiveAsync(local.Id, true)).User.Source.ShouldBe(Source.Scim);
    }

    [Fact]
    public async Task P18_AReleasedUser_IsLocal_AndTheNextWriteTakesItOverAgain()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        var release = new ReleaseUserRequest { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() };
        (await running.Services.Users.ReleaseUserAsync(release)).User.Source.ShouldBe(Source.Local);
        (await tenant.GetAsync(user.Id)).Source.ShouldBe(Source.Local);
        (await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com"))).User.Source.ShouldBe(Source.Scim);
    }

    [Fact]
    public async Task P24_AnAdministrator_CannotDeleteAManagedUser_ButAReleasedOne()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var delete = new DeleteUserRequest { OrganizationId = tenant.Id, UserId = user.Id, ByAdministrator = true, Cause = RunningServices.NewCause() };
        await Refused.WithAsync(Reason.ManagedByIdentityProvider, () => running.Services.Users.DeleteUserAsync(delete).ResponseAsync);
        await running.Services.Users.ReleaseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        await running.Services.Users.DeleteUserAsync(delete);
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
    }

    [Fact]
    public async Task AnUnchangedPutOrPatch_RaisesNoVersionAndTellsNothing()
    {
        var tenant = await running.NewTenantAsync();
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", externalId: "okta-1"))).User;
        var entries = (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id)).Count;
        var reordered = Tenant.Document("ada@example.com", and: document =>
        {
            var name = document["name"]!;
            document.Remove("name");
            document.Remove("userName");
            document["externalId"] = "okta-1";
            document["name"] = name;
            document["userName"] = "ada@example.com";
        });
        var put = await tenant.ReplaceAsync(user.Id, reordered, active: true);
        var patch = await tenant.PatchAsync(user.Id, ("name.familyName", "\"Lovelace\""), ("active", "true"));
        (put.User, put.Position).ShouldBe((user, null));
        (patch.User, patch.Position).ShouldBe((user, null));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
        (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id)).Count.ShouldBe(entries);
    }

    [Fact]
    public async Task AChange_RaisesTheVersionAndNamesTheAttributes_NotTheirValues()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        var response = await tenant.PatchAsync(user.Id, ("name.familyName", "\"King\""));
        response.User.Version.ShouldBe(user.Version + 1);
        var entry = (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id))[^1];
        entry.UserUpdated.ChangedAttributes.ShouldBe(["name"]);
        entry.ToString().ShouldNotContain("King");
        entry.Sequence.ShouldBe(response.Position.Sequence);
    }

    [Fact]
    public async Task IfMatch_OfAnotherVersion_IsRefusedAndChangesNothing()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await Refused.WithAsync(Reason.VersionMismatch, () => tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", given: "Augusta"), active: null, 7));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
        (await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", given: "Augusta"), active: null, 7, user.Version)).User.Version.ShouldBe(2ul);
    }

    [Fact]
    public async Task IfMatch_OfWritersAtOnce_LetsOneThrough()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", given: $"Ada {i}"), active: null, user.Version);
                return true;
            }
            catch (Grpc.Core.RpcException e) when (ServiceDefaults.Refusals.ReasonOf(e) == Reason.VersionMismatch)
            {
                return false;
            }
        }));
        writes.Count(written => written).ShouldBe(1);
    }

    [Fact]
    public async Task APatch_IsAllOrNothing()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await Refused.WithAsync(Reason.NoTarget, () => tenant.PatchAsync(
            user.Id, ("name.familyName", "\"King\""), ("active", "false"), ("emails[type ne \"home\"].value", "\"x@example.com\"")));
        await Refused.WithAsync(Reason.InvalidPath, () => tenant.PatchAsync(user.Id, ("name.familyName", "\"King\""), ("nonsense", "1")));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P6_APatch_CannotRemoveTheUserName()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var reason = await Should.ThrowAsync<Grpc.Core.RpcException>(() => tenant.PatchAsync(user.Id, ("userName", null)));
        ServiceDefaults.Refusals.ReasonOf(reason).ShouldBeOneOf(Reason.InvalidValue, Reason.Mutability);
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P6_OtherAttributes_AreStoredAndReturnedAsSent()
    {
        var tenant = await running.NewTenantAsync();
        const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        var document = Tenant.Document("ada@example.com", and: document =>
        {
            document["title"] = "Countess";
            document["emails"] = new JsonArray(new JsonObject { ["value"] = "ada@home.example", ["type"] = "home" });
            document[Enterprise] = new JsonObject { ["department"] = "Engines" };
        });
        var user = await tenant.GetAsync((await tenant.ProvisionAsync(document)).User.Id);
        JsonNode.DeepEquals(JsonNode.Parse(user.Document.Span), JsonNode.Parse(document.Span)).ShouldBeTrue(user.Document.ToStringUtf8());
    }

    [Fact]
    public async Task P6_AnOrganizationOfSyncedAttributesOnly_StoresNoOthers()
    {
        var created = await running.Services.Organizations.CreateOrganizationAsync(new()
        {
            Name = $"Sparse {Guid.NewGuid():N}",
            Mode = ProvisioningMode.Scim,
            SyncedAttributesOnly = true,
            Cause = RunningServices.NewCause(),
        });
        var tenant = new Tenant(running.Services, created.Organization.Id);
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", externalId: "okta-1", and: document =>
        {
            document["title"] = "Countess";
            document["name"]!["middleName"] = "King";
        }))).User;
        const string Synced = """{"userName":"ada@example.com","externalId":"okta-1","name":{"givenName":"Ada","familyName":"Lovelace"}}""";
        user.Document.ToStringUtf8().ShouldBe(Synced);
        await tenant.PatchAsync(user.Id, ("title", "\"Countess\""));
        await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", externalId: "okta-1", and: document => document["title"] = "Countess"));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P6_APassword_IsNeverStored()
    {
        var tenant = await running.NewTenantAsync();
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", and: document => document["password"] = "S3cret-Tomato"))).User;
        await tenant.PatchAsync(user.Id, ("password", "\"S3cret-Tomato\""));
        await tenant.ReplaceAsync(user.Id, Tenant.Document("ada@example.com", given: "Augusta", and: document => document["password"] = "S3cret-Tomato"));
        (await tenant.GetAsync(user.Id)).Document.ToStringUtf8().ShouldNotContain("S3cret-Tomato");
        (await StoreScan.FindAsync(running.Store, "S3cret-Tomato")).ShouldBeEmpty();
    }

    [Fact]
    public async Task P11_AnExternalId_NeverSelectsAUser()
    {
        var tenant = await running.NewTenantAsync();
        var victim = await tenant.NewUserAsync("ada@example.com");
        var other = (await tenant.ProvisionAsync(Tenant.Document("eve@example.com", externalId: victim.Id))).User;
        other.Id.ShouldNotBe(victim.Id);
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync("okta-1"));
        (await tenant.GetAsync(victim.Id)).ShouldBe(victim);
        (await tenant.FindAsync($"id eq \"{victim.Id}\"")).Users.Single().UserName.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task AnotherOrganizationsUser_IsNotFound()
    {
        var (tenant, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        var user = await other.NewUserAsync();
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.ReplaceAsync(user.Id, Tenant.Document("x@example.com")));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.SetActiveAsync(user.Id, false));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.DeleteUserAsync(user.Id));
        (await tenant.FindAsync($"id eq \"{user.Id}\"")).TotalResults.ShouldBe(0u);
        (await other.GetAsync(user.Id)).ShouldBe(user);
    }
}
