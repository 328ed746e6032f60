using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.OktaSim.Day;

namespace OptiId.OktaSim.Product;

/// <summary>What an administrator does in the Admin Center, over gRPC.</summary>
internal sealed class Administrator(ProductServices services)
{
    private const uint GroupsPerPage = 100;
    private string? everyoneId;

    private string Organization => services.OrganizationId;

    /// <summary>Adds a user by hand; the id is the user's, whoever manages him later.</summary>
    public async Task<string> AddCollaboratorAsync(Person person, CancellationToken cancellation)
    {
        var request = new CreateCollaboratorRequest
        {
            OrganizationId = Organization,
            UserName = person.UserName,
            GivenName = person.GivenName,
            FamilyName = person.FamilyName,
            Cause = ProductServices.NewCause(),
        };
        return (await services.CallAsync($"an administrator adds {person}", o => services.Users.CreateCollaboratorAsync(request, o), cancellation)).User.Id;
    }

    public async Task<User> ReadUserAsync(Person person, CancellationToken cancellation)
    {
        var request = new GetUserRequest { OrganizationId = Organization, UserId = person.Id };
        return (await services.CallAsync($"who manages {person}?", o => services.Users.GetUserAsync(request, o), cancellation)).User;
    }

    public async Task DeleteUserAsync(string userId, CancellationToken cancellation)
    {
        var request = new DeleteUserRequest { OrganizationId = Organization, UserId = userId, ByAdministrator = true, Cause = ProductServices.NewCause() };
        await services.CallAsync("an administrator deletes a user", o => services.Users.DeleteUserAsync(request, o), cancellation);
    }

    public async Task<string> AddGroupAsync(string name, IEnumerable<string> memberIds, CancellationToken cancellation)
    {
        var request = new CreateGroupRequest
        {
            OrganizationId = Organization,
            DisplayName = name,
            MemberIds = { memberIds },
            Manager = Manager.Administrator,
            Cause = ProductServices.NewCause(),
        };
        return (await services.CallAsync($"an administrator adds the group {name}", o => services.Groups.CreateGroupAsync(request, o), cancellation)).Group.Id;
    }

    public async Task<Group> ReadGroupAsync(PushedGroup group, CancellationToken cancellation)
    {
        var request = new GetGroupRequest { OrganizationId = Organization, GroupId = group.Id };
        return (await services.CallAsync($"who manages {group}?", o => services.Groups.GetGroupAsync(request, o), cancellation)).Group;
    }

    public async Task DeleteGroupAsync(string groupId, CancellationToken cancellation)
    {
        var request = new DeleteGroupRequest
        {
            OrganizationId = Organization,
            GroupId = groupId,
            Manager = Manager.Administrator,
            Cause = ProductServices.NewCause(),
        };
        await services.CallAsync("an administrator deletes a group", o => services.Groups.DeleteGroupAsync(request, o), cancellation);
    }

    /// <summary>The id of the reserved group that has every active user (P13, P19).</summary>
    public async Task<string> FindEveryoneAsync(CancellationToken cancellation)
    {
        for (uint start = 1; everyoneId is null; start += GroupsPerPage)
        {
            var request = new ListGroupsRequest { OrganizationId = Organization, IncludeSystem = true, StartIndex = start, Count = GroupsPerPage };
            var page = await services.CallAsync("which group is Everyone?", o => services.Groups.ListGroupsAsync(request, o), cancellation);
            everyoneId = page.Groups.FirstOrDefault(group => group.Everyone)?.Id;
            if (everyoneId is null && page.Groups.Count == 0)
            {
                throw new StoryBrokenException("The organization has no group Everyone.");
            }
        }

        return everyoneId;
    }

    public async Task<Instance> AddInstanceAsync(string product, string name, IEnumerable<string> roles, CancellationToken cancellation)
    {
        var request = new CreateInstanceRequest
        {
            OrganizationId = Organization,
            Product = product,
            Name = name,
            Environment = "Production",
            Roles = { roles },
            Cause = ProductServices.NewCause(),
        };
        var answer = await services.CallAsync($"an administrator adds {product} {name}", o => services.Instances.CreateInstanceAsync(request, o), cancellation);
        return answer.Instance;
    }

    public async Task DeleteInstanceAsync(Instance instance, CancellationToken cancellation)
    {
        var request = new DeleteInstanceRequest { OrganizationId = Organization, InstanceId = instance.Id, Cause = ProductServices.NewCause() };
        await services.CallAsync($"an administrator deletes {instance.Name}", o => services.Instances.DeleteInstanceAsync(request, o), cancellation);
    }

    public async Task GrantAsync(string groupId, Instance instance, string role, CancellationToken cancellation)
    {
        var request = new MakeGrantRequest
        {
            OrganizationId = Organization,
            GroupId = groupId,
            InstanceId = instance.Id,
            Role = role,
            Cause = ProductServices.NewCause(),
        };
        await services.CallAsync($"an administrator grants {role} of {instance.Name}", o => services.Instances.MakeGrantAsync(request, o), cancellation);
    }
}
