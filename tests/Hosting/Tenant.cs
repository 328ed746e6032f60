using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.Hosting;

/// <summary>One organization in a test: the calls that tests make all the time, with a cause of its own each.</summary>
/// <param name="services">The running services.</param>
/// <param name="id">The organization.</param>
public sealed class Tenant(RunningServices services, string id)
{
    /// <summary>The organization's id.</summary>
    public string Id => id;

    /// <summary>The services it lives in.</summary>
    public RunningServices Services => services;

    /// <summary>A document as the gateway sends it.</summary>
    public static ByteString Document(string userName, string? externalId = null, string given = "Ada", string family = "Lovelace", Action<JsonObject>? and = null)
    {
        var document = new JsonObject { ["userName"] = userName, ["name"] = new JsonObject { ["givenName"] = given, ["familyName"] = family } };
        if (externalId is not null)
        {
            document["externalId"] = externalId;
        }

        and?.Invoke(document);
        return ByteString.CopyFromUtf8(document.ToJsonString());
    }

    /// <summary>SCIM's POST of a user.</summary>
    public async Task<ProvisionUserResponse> ProvisionAsync(ByteString document, bool? active = null, Cause? cause = null)
    {
        var request = new ProvisionUserRequest { OrganizationId = id, Document = document, Cause = cause ?? RunningServices.NewCause() };
        if (active is { } wanted)
        {
            request.Active = wanted;
        }

        return await services.Users.ProvisionUserAsync(request);
    }

    /// <summary>A new user by SCIM, with any userName.</summary>
    public async Task<User> NewUserAsync(string? userName = null) => (await ProvisionAsync(Document(userName ?? $"{Guid.NewGuid():N}@example.com"))).User;

    /// <summary>Many new users by SCIM.</summary>
    public async Task<IReadOnlyList<User>> NewUsersAsync(int count)
    {
        var users = new List<User>(count);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(50))
        {
            users.AddRange(await Task.WhenAll(chunk.Select(_ => NewUserAsync())));
        }

        return users;
    }

    /// <summary>The user by id.</summary>
    public async Task<User> GetAsync(string userId) => (await services.Users.GetUserAsync(new() { OrganizationId = id, UserId = userId })).User;

    /// <summary>SCIM's PUT.</summary>
    public async Task<ReplaceUserResponse> ReplaceAsync(string userId, ByteString document, bool? active = null, params ulong[] ifVersion)
    {
        var request = new ReplaceUserRequest
        {
            OrganizationId = id,
            UserId = userId,
            Document = document,
            IfVersion = { ifVersion },
            Cause = RunningServices.NewCause(),
        };
        if (active is { } wanted)
        {
            request.Active = wanted;
        }

        return await services.Users.ReplaceUserAsync(request);
    }

    /// <summary>SCIM's PATCH with operations that replace (null removes).</summary>
    public async Task<PatchUserResponse> PatchAsync(string userId, params (string Path, string? Json)[] operations) =>
        await services.Users.PatchUserAsync(new()
        {
            OrganizationId = id,
            UserId = userId,
            Operations = { operations.Select(Operation) },
            Cause = RunningServices.NewCause(),
        });

    /// <summary>active: true or false.</summary>
    public async Task<PatchUserResponse> SetActiveAsync(string userId, bool active) => await PatchAsync(userId, ("active", active ? "true" : "false"));

    /// <summary>SCIM's DELETE of a user.</summary>
    public async Task<DeleteUserResponse> DeleteUserAsync(string userId) =>
        await services.Users.DeleteUserAsync(new() { OrganizationId = id, UserId = userId, Cause = RunningServices.NewCause() });

    /// <summary>A collaborator, by an administrator's hand.</summary>
    public async Task<User> NewCollaboratorAsync(string? userName = null) => (await services.Users.CreateCollaboratorAsync(new()
    {
        OrganizationId = id,
        UserName = userName ?? $"{Guid.NewGuid():N}@example.com",
        GivenName = "Grace",
        FamilyName = "Hopper",
        Cause = RunningServices.NewCause(),
    })).User;

    /// <summary>A sign-in through SSO.</summary>
    public async Task<SignInResponse> SignInAsync(string userName, string given = "Ada", string family = "Lovelace") => await services.Users.SignInAsync(new()
    {
        OrganizationId = id,
        UserName = userName,
        GivenName = given,
        FamilyName = family,
        Cause = RunningServices.NewCause(),
    });

    /// <summary>Those who match a filter.</summary>
    public async Task<ListUsersResponse> FindAsync(string filter) => await services.Users.ListUsersAsync(new() { OrganizationId = id, Filter = filter, Count = 100 });

    /// <summary>The organization as it is.</summary>
    public async Task<Organization> GetOrganizationAsync() => (await services.Organizations.GetOrganizationAsync(new() { OrganizationId = id })).Organization;

    /// <summary>Switches the mode (P1).</summary>
    public async Task SetModeAsync(ProvisioningMode mode) =>
        await services.Organizations.SetProvisioningModeAsync(new() { OrganizationId = id, Mode = mode, Cause = RunningServices.NewCause() });

    /// <summary>A new group.</summary>
    public async Task<CreateGroupResponse> CreateGroupAsync(string? displayName = null, Manager manager = Manager.Scim, params IEnumerable<string> memberIds) =>
        await services.Groups.CreateGroupAsync(new()
        {
            OrganizationId = id,
            DisplayName = displayName ?? $"Group {Guid.NewGuid():N}",
            Manager = manager,
            MemberIds = { memberIds },
            Cause = RunningServices.NewCause(),
        });

    /// <summary>A new group by SCIM.</summary>
    public async Task<Group> NewGroupAsync(params IEnumerable<string> memberIds) => (await CreateGroupAsync(memberIds: memberIds)).Group;

    /// <summary>The group by id.</summary>
    public async Task<Group> GetGroupAsync(string groupId, bool includeSystem = false) =>
        (await services.Groups.GetGroupAsync(new() { OrganizationId = id, GroupId = groupId, IncludeSystem = includeSystem })).Group;

    /// <summary>A change of a group.</summary>
    public async Task<ChangeGroupResponse> ChangeGroupAsync(string groupId, Action<ChangeGroupRequest> change, Manager manager = Manager.Scim)
    {
        ArgumentNullException.ThrowIfNull(change);
        var request = new ChangeGroupRequest { OrganizationId = id, GroupId = groupId, Manager = manager, Cause = RunningServices.NewCause() };
        change(request);
        return await services.Groups.ChangeGroupAsync(request);
    }

    /// <summary>Adds members.</summary>
    public async Task<ChangeGroupResponse> AddAsync(string groupId, params IEnumerable<string> userIds) =>
        await ChangeGroupAsync(groupId, change => change.MemberChanges.Add(new MemberChange { Add = new() { UserIds = { userIds } } }));

    /// <summary>Removes members.</summary>
    public async Task<ChangeGroupResponse> RemoveAsync(string groupId, params IEnumerable<string> userIds) =>
        await ChangeGroupAsync(groupId, change => change.MemberChanges.Add(new MemberChange { Remove = new() { UserIds = { userIds } } }));

    /// <summary>Gives the whole list of members.</summary>
    public async Task<ChangeGroupResponse> ReplaceMembersAsync(string groupId, params IEnumerable<string> userIds) =>
        await ChangeGroupAsync(groupId, change => change.MemberChanges.Add(new MemberChange { Replace = new() { UserIds = { userIds } } }));

    /// <summary>The members' ids.</summary>
    public async Task<IReadOnlyCollection<string>> MembersAsync(string groupId)
    {
        using var call = services.Groups.ListMembers(new() { OrganizationId = id, GroupId = groupId });
        var members = new List<string>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            members.AddRange(call.ResponseStream.Current.UserIds);
        }

        return members;
    }

    /// <summary>Who waits for a group (P15).</summary>
    public async Task<IReadOnlyList<ParkedMember>> ParkedAsync(string groupId) =>
        (await services.Groups.ListParkedMembersAsync(new() { OrganizationId = id, GroupId = groupId })).Members;

    /// <summary>SCIM's DELETE of a group.</summary>
    public async Task<DeleteGroupResponse> DeleteGroupAsync(string groupId, Manager manager = Manager.Scim) =>
        await services.Groups.DeleteGroupAsync(new() { OrganizationId = id, GroupId = groupId, Manager = manager, Cause = RunningServices.NewCause() });

    /// <summary>The reserved groups, as soon as they are there: Everyone and the administrators.</summary>
    public async Task<(Group Everyone, Group Administrators)> SystemGroupsAsync()
    {
        IReadOnlyList<Group> groups = [];
        await Eventually.HoldsAsync(async () =>
        {
            var listed = await services.Groups.ListGroupsAsync(new() { OrganizationId = id, IncludeSystem = true, Count = 2 });
            groups = [.. listed.Groups.Where(group => group.Everyone || group.Administrators)];
            return groups.Count == 2;
        });
        return (groups.Single(group => group.Everyone), groups.Single(group => group.Administrators));
    }

    /// <summary>A product instance.</summary>
    public async Task<CreateInstanceResponse> NewInstanceAsync(params string[] roles) => await services.Instances.CreateInstanceAsync(new()
    {
        OrganizationId = id,
        Product = "CMS",
        Name = $"Instance {Guid.NewGuid():N}",
        Environment = "Test",
        Roles = { roles.Length == 0 ? ["editor", "viewer"] : roles },
        Cause = RunningServices.NewCause(),
    });

    /// <summary>Grants a role.</summary>
    public async Task<MakeGrantResponse> GrantAsync(string groupId, string instanceId, string role) => await services.Instances.MakeGrantAsync(new()
    {
        OrganizationId = id,
        GroupId = groupId,
        InstanceId = instanceId,
        Role = role,
        Cause = RunningServices.NewCause(),
    });

    /// <summary>Ends a grant.</summary>
    public async Task<EndGrantResponse> EndGrantAsync(string groupId, string instanceId, string role) => await services.Instances.EndGrantAsync(new()
    {
        OrganizationId = id,
        GroupId = groupId,
        InstanceId = instanceId,
        Role = role,
        Cause = RunningServices.NewCause(),
    });

    /// <summary>May the user do anything in the instance, as of these writes?</summary>
    public async Task<CheckResponse> CheckAsync(string userId, string instanceId, params Position?[] atLeast) => await services.Access.CheckAsync(new()
    {
        OrganizationId = id,
        UserId = userId,
        InstanceId = instanceId,
        Consistency = new Consistency { AtLeast = { atLeast.OfType<Position>() } },
    });

    private static PatchOperation Operation((string Path, string? Json) operation)
    {
        var patch = new PatchOperation
        {
            Op = operation.Json is null ? PatchOperation.Types.Op.Remove : PatchOperation.Types.Op.Replace,
            Path = operation.Path,
        };
        if (operation.Json is { } json)
        {
            patch.Value = json;
        }

        return patch;
    }
}
