using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Tests;

/// <summary>An organization in which an actor does everything that people can do, and what must be in the audit log of it.</summary>
internal sealed class AuditedWorld(RunningServices services, string actor)
{
    private readonly List<(string Action, string RequestId)> done = [];

    /// <summary>The organization.</summary>
    public string OrganizationId { get; private set; } = "";

    /// <summary>What was done: an entry for each.</summary>
    public IReadOnlyList<(string Action, string RequestId)> Done => done;

    public async Task ChangeEverythingAsync()
    {
        OrganizationId = (await services.Organizations.CreateOrganizationAsync(
            new() { Name = $"Audited {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = By("organization.created") })).Organization.Id;
        await new Tenant(services, OrganizationId).SystemGroupsAsync(); // they come by the same request
        done.AddRange([("group.created", done[0].RequestId), ("group.created", done[0].RequestId)]);
        await services.Organizations.SetProvisioningModeAsync(new() { OrganizationId = OrganizationId, Mode = ProvisioningMode.Jit, Cause = By("organization.mode-changed") });
        await services.Organizations.SetProvisioningModeAsync(new() { OrganizationId = OrganizationId, Mode = ProvisioningMode.Scim, Cause = By("organization.mode-changed") });
        var userId = await ChangeUsersAsync();
        await ChangeGroupsAsync(userId);
        await ChangeTokensAsync();
    }

    private async Task<string> ChangeUsersAsync()
    {
        var user = (await services.Users.CreateCollaboratorAsync(new()
        {
            OrganizationId = OrganizationId,
            UserName = "canary@example.com",
            GivenName = "Kanarien",
            FamilyName = "Vogel",
            Cause = By("user.created"),
        })).User;
        await services.Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = OrganizationId,
            UserId = user.Id,
            UserName = "canary@example.com",
            GivenName = "Kanarienneu",
            FamilyName = "Vogel",
            Cause = By("user.changed"),
        });
        var pushed = await new Tenant(services, OrganizationId).NewUserAsync("canary-pushed@example.com");
        await services.Users.ReleaseUserAsync(new() { OrganizationId = OrganizationId, UserId = pushed.Id, Cause = By("user.released") });
        await services.Users.DeleteUserAsync(new() { OrganizationId = OrganizationId, UserId = pushed.Id, ByAdministrator = true, Cause = By("user.deleted") });
        await services.Users.EraseUserAsync(new() { OrganizationId = OrganizationId, UserId = pushed.Id, Cause = By("user.erased") });
        return user.Id;
    }

    private async Task ChangeGroupsAsync(string userId)
    {
        var group = (await services.Groups.CreateGroupAsync(
            new() { OrganizationId = OrganizationId, DisplayName = "Editors", Manager = Manager.Administrator, Cause = By("group.created") })).Group.Id;
        await ChangeGroupAsync(group, "group.renamed", change => change.DisplayName = "Writers");
        await ChangeGroupAsync(group, "group.members-added", change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { userId } } }));
        var instance = await NewInstanceAsync("Website");
        await services.Instances.UpdateInstanceAsync(new()
        {
            OrganizationId = OrganizationId,
            InstanceId = instance,
            Product = "CMS",
            Name = "Website",
            Environment = "Test",
            Roles = { "editor", "viewer" },
            Cause = By("instance.changed"),
        });
        await services.Instances.MakeGrantAsync(new() { OrganizationId = OrganizationId, GroupId = group, InstanceId = instance, Role = "editor", Cause = By("grant.made") });
        await services.Instances.EndGrantAsync(new() { OrganizationId = OrganizationId, GroupId = group, InstanceId = instance, Role = "editor", Cause = By("grant.ended") });
        await services.Instances.DeleteInstanceAsync(new() { OrganizationId = OrganizationId, InstanceId = await NewInstanceAsync("Shop"), Cause = By("instance.deleted") });
        await ChangeGroupAsync(group, "group.members-removed", change => change.MemberChanges.Add(new MemberChange { Remove = new() { UserIds = { userId } } }));
        await services.Groups.DeleteGroupAsync(new() { OrganizationId = OrganizationId, GroupId = group, Manager = Manager.Administrator, Cause = By("group.deleted") });
        var pushed = (await new Tenant(services, OrganizationId).CreateGroupAsync("Pushed")).Group.Id;
        await services.Groups.ReleaseGroupAsync(new() { OrganizationId = OrganizationId, GroupId = pushed, Cause = By("group.released") });
    }

    private async Task ChangeTokensAsync()
    {
        var first = (await services.Tokens.IssueTokenAsync(new() { OrganizationId = OrganizationId, Label = "Okta", Cause = By("token.issued") })).Token.Id;
        await services.Tokens.ReplaceTokenAsync(new() { OrganizationId = OrganizationId, TokenId = first, Cause = By("token.issued") });
        await services.Tokens.RevokeTokenAsync(new() { OrganizationId = OrganizationId, TokenId = first, Cause = By("token.revoked") });
        await services.Tokens.IssueTokenAsync(new() { OrganizationId = OrganizationId, Label = "Script", Kind = TokenKind.Api, Cause = By("token.issued") });
    }

    private async Task<string> NewInstanceAsync(string name) => (await services.Instances.CreateInstanceAsync(
        new() { OrganizationId = OrganizationId, Product = "CMS", Name = name, Roles = { "editor" }, Cause = By("instance.created") })).Instance.Id;

    private async Task ChangeGroupAsync(string groupId, string action, Action<ChangeGroupRequest> change)
    {
        var request = new ChangeGroupRequest { OrganizationId = OrganizationId, GroupId = groupId, Manager = Manager.Administrator, Cause = By(action) };
        change(request);
        await services.Groups.ChangeGroupAsync(request);
    }

    private Cause By(string action)
    {
        var cause = new Cause { RequestId = Guid.NewGuid().ToString("N"), Actor = actor };
        done.Add((action, cause.RequestId));
        return cause;
    }
}
