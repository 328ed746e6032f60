using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class ListAuditEntriesOnEmbeddedTests(RunningOnEmbedded running) : ListAuditEntriesContract(running);

public sealed class ListAuditEntriesOnRedisTests(RunningOnRedis running) : ListAuditEntriesContract(running);

/// <summary>Everything an administrator, Support or the API does is in the audit log, with who and when (P27); nothing else is.</summary>
public abstract class ListAuditEntriesContract(RunningOn running) : AuditContract(running)
{
    public static TheoryData<string> People => ["administrator:ann", "support:joan", "api:deploy"];

    [Theory]
    [MemberData(nameof(People))]
    public async Task P27_EachKindOfChange_IsThereOnce_WithWhoAndWhenAndWhat(string actor)
    {
        var began = DateTimeOffset.UtcNow.AddSeconds(-1);
        var world = new AuditedWorld(Running.Services, actor);
        await world.ChangeEverythingAsync();

        var entries = await EntriesAsync(world.OrganizationId);

        entries.Select(entry => (entry.Action, entry.RequestId)).ShouldBe(world.Done, ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Actor == actor && entry.Refusal.Length == 0 && entry.Summary.Length > 0);
        entries.ShouldAllBe(entry => entry.At.ToDateTimeOffset() >= began && entry.At.ToDateTimeOffset() <= DateTimeOffset.UtcNow.AddSeconds(1));
        entries.Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, entries.Count).Select(number => (ulong)number));
        entries.Select(entry => entry.Change).Distinct().Count().ShouldBe(entries.Count);
        (await VerifyAsync(world.OrganizationId)).Intact.ShouldBeTrue();
    }

    [Fact]
    public async Task TheListIsNarrowedToARequest()
    {
        var world = new AuditedWorld(Running.Services, "administrator:ann");
        await world.ChangeEverythingAsync();
        var (action, requestId) = world.Done[^1];

        (await EntriesAsync(world.OrganizationId, request => request.RequestId = requestId)).Single().Action.ShouldBe(action);
    }

    [Fact]
    public async Task P27_AnEntrySaysWhatItWas_ByTheNamesOfThen()
    {
        var world = new AuditedWorld(Running.Services, "administrator:ann");
        await world.ChangeEverythingAsync();

        var said = (await EntriesAsync(world.OrganizationId)).ToLookup(entry => entry.Action, entry => entry.Summary);

        said["group.renamed"].ShouldBe(["Renamed the group Editors to Writers"]);
        said["group.members-added"].ShouldBe(["Added a member to the group Writers"]);
        said["group.deleted"].ShouldBe(["Deleted the group Writers"]);
        said["grant.made"].ShouldBe(["Granted the role editor of Website to the group Writers"]);
        said["grant.ended"].ShouldBe(["Took the role editor of Website from the group Writers"]);
        said["instance.deleted"].ShouldBe(["Deleted the product instance Shop"]);
        said["organization.mode-changed"].ShouldBe(["Switched provisioning to JIT", "Switched provisioning to SCIM"], ignoreOrder: true);
    }

    [Fact]
    public async Task P27_WhatIdentityProvidersAndSignInsDo_IsNotInIt()
    {
        var tenant = await Running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var group = (await tenant.CreateGroupAsync("Pushed", memberIds: user.Id)).Group;
        await tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Pushed again");
        await tenant.SetActiveAsync(user.Id, false);
        await tenant.SetModeAsync(ProvisioningMode.Jit);
        await tenant.SignInAsync("jit@example.com");
        var own = await NewGroupAsync(tenant, "administrator:ann", "Own");

        (await EntriesAsync(tenant.Id)).Select(entry => entry.Summary).ShouldBe(["Created the group Own"]);

        // What the identity provider calls it by then is what an administrator's entry says.
        await Running.Services.Groups.ReleaseGroupAsync(new() { OrganizationId = tenant.Id, GroupId = group.Id, Cause = By("administrator:ann") });
        (await EntriesAsync(tenant.Id))[^1].Summary.ShouldBe("Released from the identity provider: the group Pushed again");
        own.Id.ShouldNotBe(group.Id);
    }

    [Fact]
    public async Task P27_SupportsTokens_AreInTheLogOfNoOrganization()
    {
        var cause = By("support:joan");
        var issued = await Running.Services.Tokens.IssueTokenAsync(new() { Label = $"Deploy {cause.RequestId}", Kind = TokenKind.Support, Cause = cause });
        var revoked = By("support:joan");
        await Running.Services.Tokens.RevokeTokenAsync(new() { TokenId = issued.Token.Id, Cause = revoked });

        var entries = await EntriesAsync("", request => request.TargetId = issued.Token.Id);

        entries.Select(entry => (entry.Action, entry.RequestId)).ShouldBe([("token.issued", cause.RequestId), ("token.revoked", revoked.RequestId)]);
        (await VerifyAsync("")).Intact.ShouldBeTrue();
    }

    [Fact]
    public async Task P27_AnotherOrganizationsEntries_AreNotInIt()
    {
        var (one, another) = (await NewTenantWithEntriesAsync(2), await NewTenantWithEntriesAsync(3));

        (await EntriesAsync(one.Id)).Count.ShouldBe(2);
        (await EntriesAsync(another.Id)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(7u)]
    [InlineData(0u)]
    public async Task P27_ThePagesOfALog_HoldEachEntryOnce_NewestFirst(uint size)
    {
        var tenant = await NewTenantWithEntriesAsync(20);

        (await EntriesAsync(tenant.Id, request => request.PageSize = size)).Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, 20).Select(number => (ulong)number));
    }

    [Fact]
    public async Task P27_AFilter_FindsItsEntriesOnly_PageByPage()
    {
        var tenant = await Running.NewTenantAsync();
        var joans = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            await NewGroupAsync(tenant, "administrator:ann");
            joans.AddRange(i % 10 == 0 ? [(await NewGroupAsync(tenant, "support:joan")).Id] : []);
        }

        (await EntriesAsync(tenant.Id, request => (request.Actor, request.PageSize) = ("support:joan", 2))).Select(entry => entry.Targets[0].Id).ShouldBe(joans);
        (await EntriesAsync(tenant.Id, request => (request.Actor, request.PageSize) = ("support:", 2))).Select(entry => entry.Targets[0].Id).ShouldBe(joans);
        (await EntriesAsync(tenant.Id, request => request.Actor = "support:jo")).ShouldBeEmpty();
        (await EntriesAsync(tenant.Id, request => request.TargetId = joans[1])).Single().Actor.ShouldBe("support:joan");
        (await EntriesAsync(tenant.Id, request => request.Action = "group.")).Count.ShouldBe(33);
        (await EntriesAsync(tenant.Id, request => request.Action = "grant.")).ShouldBeEmpty();
    }

    [Fact]
    public async Task P27_APlaceBeyondTheEnd_BeginsAtTheEnd()
    {
        var tenant = await NewTenantWithEntriesAsync(3);

        (await EntriesAsync(tenant.Id, request => request.Before = ulong.MaxValue)).Count.ShouldBe(3);
    }
}
