using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.ServiceDefaults;
using Shouldly;

namespace OptiId.Access.Tests;

/// <summary>
/// An organization to which random things happen, by one writer, and the access that must follow from them: from the model, which knows
/// each write, and from the sources, which are asked for what is.
/// </summary>
internal sealed class World
{
    private static readonly string[] Roles = ["admin", "editor", "viewer"];

    private readonly Random random;
    private readonly List<Person> people = [];
    private readonly List<Team> teams = [];
    private readonly List<string> instances = [];
    private readonly Dictionary<string, Position> positions = [];
    private int names;

    private World(Tenant tenant, int seed) => (Tenant, random) = (tenant, new(seed));

    public Tenant Tenant { get; }

    /// <summary>The last write of each source.</summary>
    public IEnumerable<Position> Positions => positions.Values;

    public static async Task<World> CreateAsync(Tenant tenant, int seed)
    {
        var world = new World(tenant, seed);
        var everyone = (await tenant.SystemGroupsAsync()).Everyone;
        world.teams.Add(new(everyone.Id) { IsEveryone = true });
        for (var i = 0; i < 3; i++)
        {
            await world.NewInstanceAsync();
            await world.NewPersonAsync();
            await world.NewTeamAsync();
        }

        return world;
    }

    /// <summary>One random write.</summary>
    public Task StepAsync() => random.Next(100) switch
    {
        < 8 => NewPersonAsync(),
        < 13 => NewTeamAsync(),
        < 38 => AddMembersAsync(),
        < 50 => RemoveMembersAsync(),
        < 56 => ReplaceMembersAsync(),
        < 64 => DeactivateAsync(),
        < 72 => ReinstateAsync(),
        < 76 => DeleteAndPerhapsReturnAsync(),
        < 90 => GrantAsync(),
        < 96 => EndGrantAsync(),
        < 98 => DeleteTeamAsync(),
        _ => ReplaceInstanceAsync(),
    };

    /// <summary>Asks for a random user in a random instance, with the positions of the last writes; the answer must be the model's.</summary>
    public async Task CheckOneAsync(AccessService.AccessServiceClient access)
    {
        var (person, instance) = (Pick(people), Pick(instances));
        var request = new CheckRequest { OrganizationId = Tenant.Id, UserId = person.Id, InstanceId = instance, Consistency = new() { AtLeast = { Positions } } };
        while (true)
        {
            try
            {
                (await access.CheckAsync(request)).Roles.ShouldBe(ExpectedRoles(person, instance));
                return;
            }
            catch (RpcException e) when (Refusals.ReasonOf(e) == Reason.PositionNotReached)
            {
                // Told that it can't be had yet (P20): a busy machine.
            }
        }
    }

    /// <summary>All that the model expects: user/instance → roles, without those who have none.</summary>
    public Dictionary<string, string> FromModel() => Expected(people.Select(person => person.Id), instances, (userId, instance) =>
        ExpectedRoles(people.Single(person => person.Id == userId), instance));

    /// <summary>What identity and groups say, asked over their APIs.</summary>
    public async Task<Dictionary<string, string>> FromSourcesAsync()
    {
        var services = Tenant.Services;
        var active = (await services.Users.ListUsersAsync(new() { OrganizationId = Tenant.Id, Filter = "active eq true", Count = 1_000 })).Users.Select(user => user.Id).ToList();
        var groups = (await services.Groups.ListGroupsAsync(new() { OrganizationId = Tenant.Id, Count = 1_000, IncludeSystem = true })).Groups;
        var ways = new List<(string UserId, string InstanceId, string Role)>();
        foreach (var group in groups)
        {
            var members = group.Everyone ? active : (await Tenant.MembersAsync(group.Id)).Intersect(active);
            var grants = (await services.Instances.ListGrantsAsync(new() { OrganizationId = Tenant.Id, GroupId = group.Id })).Grants;
            ways.AddRange(members.SelectMany(userId => grants.Select(grant => (userId, grant.InstanceId, grant.Role))));
        }

        var roles = ways.ToLookup(way => (way.UserId, way.InstanceId), way => way.Role);
        return Expected(active, instances, (userId, instance) => [.. roles[(userId, instance)].Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>What the projection says, by all of its ways to ask; they must agree.</summary>
    public async Task<Dictionary<string, string>> FromAccessAsync(AccessService.AccessServiceClient access)
    {
        var byInstance = new Dictionary<string, string>();
        foreach (var instance in instances)
        {
            var token = "";
            do
            {
                var page = await access.ListUsersOfInstanceAsync(new() { OrganizationId = Tenant.Id, InstanceId = instance, PageSize = 4, PageToken = token });
                foreach (var user in page.Users)
                {
                    if (!byInstance.TryAdd($"{user.UserId}/{instance}", string.Join(' ', user.Roles)))
                    {
                        return new() { ["twice"] = $"{user.UserId}/{instance}" }; // who moves on between two pages is met again; once all is quiet, nobody is
                    }
                }

                token = page.NextPageToken;
            }
            while (token.Length > 0);
        }

        var byUser = new Dictionary<string, string>();
        foreach (var person in people)
        {
            foreach (var instance in (await access.ListInstancesOfUserAsync(new() { OrganizationId = Tenant.Id, UserId = person.Id })).Instances)
            {
                byUser[$"{person.Id}/{instance.InstanceId}"] = string.Join(' ', instance.Roles);
            }
        }

        return Same(byInstance, byUser) ? byInstance : new() { ["disagree"] = $"{byInstance.Count}/{byUser.Count}" };
    }

    /// <summary>The projection must come to say exactly what the sources say, and what the model says.</summary>
    public async Task ConvergesAsync(AccessService.AccessServiceClient access)
    {
        var (actual, sources) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        try
        {
            await Eventually.HoldsAsync(async () => Same(actual = await FromAccessAsync(access), sources = await FromSourcesAsync()) && Same(actual, FromModel()));
        }
        catch (TimeoutException)
        {
            actual.Order().ShouldBe(FromModel().Order(), "the projection and the model");
            sources.Order().ShouldBe(FromModel().Order(), "the sources and the model");
        }
    }

    public async Task NewPersonAsync()
    {
        var name = $"person{names++}@example.com";
        var response = await Tenant.ProvisionAsync(Tenant.Document(name));
        people.Add(new(response.User.Id, name));
        Wrote(response.Position);
    }

    public async Task NewTeamAsync()
    {
        var members = Some(people.Where(person => person.IsActive)).ToList();
        var response = await Tenant.CreateGroupAsync(memberIds: members.Select(person => person.Id));
        teams.Add(new(response.Group.Id) { Members = [.. members] });
        Wrote(response.Position);
    }

    private async Task AddMembersAsync()
    {
        var (team, coming) = (PickTeam(), Some(people.Where(person => person.IsActive)).ToList());
        Wrote((await Tenant.AddAsync(team.Id, coming.Select(person => person.Id))).Position);
        team.Members.UnionWith(coming);
    }

    private async Task RemoveMembersAsync()
    {
        var (team, leaving) = (PickTeam(), Some(people).ToList());
        Wrote((await Tenant.RemoveAsync(team.Id, leaving.Select(person => person.Id))).Position);
        team.Members.ExceptWith(leaving);
    }

    // Those who are deactivated are kept: named while they are members, they stay; named otherwise, they would wait (P15).
    private async Task ReplaceMembersAsync()
    {
        var team = PickTeam();
        var members = Some(people.Where(person => person.IsActive)).Concat(team.Members.Where(person => !person.IsActive && !person.IsDeleted)).ToHashSet();
        Wrote((await Tenant.ReplaceMembersAsync(team.Id, members.Select(person => person.Id))).Position);
        team.Members = members;
    }

    private async Task DeactivateAsync()
    {
        if (people.Where(person => person.IsActive).ToList() is { Count: > 0 } active)
        {
            var person = Pick(active);
            Wrote((await Tenant.SetActiveAsync(person.Id, false)).Position);
            person.IsActive = false;
        }
    }

    private async Task ReinstateAsync()
    {
        if (people.Where(person => !person.IsActive && !person.IsDeleted).ToList() is { Count: > 0 } inactive)
        {
            var person = Pick(inactive);
            Wrote((await Tenant.SetActiveAsync(person.Id, true)).Position);
            person.IsActive = true;
        }
    }

    private async Task DeleteAndPerhapsReturnAsync()
    {
        var person = Pick(people);
        if (!person.IsDeleted)
        {
            Wrote((await Tenant.DeleteUserAsync(person.Id)).Position);
            (person.IsActive, person.IsDeleted) = (false, true);
            teams.ForEach(team => team.Members.Remove(person));
        }

        if (random.Next(2) == 0)
        {
            var response = await Tenant.ProvisionAsync(Tenant.Document(person.Name));
            response.User.Id.ShouldBe(person.Id);
            Wrote(response.Position);
            (person.IsActive, person.IsDeleted) = (true, false);
        }
    }

    private async Task GrantAsync()
    {
        var (team, instance, role) = (Pick(teams), Pick(instances), Roles[random.Next(Roles.Length)]);
        Wrote((await Tenant.GrantAsync(team.Id, instance, role)).Position);
        team.Grants.Add((instance, role));
    }

    private async Task EndGrantAsync()
    {
        if (teams.SelectMany(team => team.Grants.Select(grant => (team, grant))).ToList() is { Count: > 0 } all)
        {
            var (team, (instance, role)) = Pick(all);
            Wrote((await Tenant.EndGrantAsync(team.Id, instance, role)).Position);
            team.Grants.Remove((instance, role));
        }
    }

    private async Task DeleteTeamAsync()
    {
        var team = PickTeam();
        if (teams.Count > 3)
        {
            Wrote((await Tenant.DeleteGroupAsync(team.Id)).Position);
            teams.Remove(team);
        }
    }

    private async Task ReplaceInstanceAsync()
    {
        var instance = Pick(instances);
        var deleted = await Tenant.Services.Instances.DeleteInstanceAsync(new() { OrganizationId = Tenant.Id, InstanceId = instance, Cause = RunningServices.NewCause() });
        Wrote(deleted.Position);
        instances.Remove(instance);
        teams.ForEach(team => team.Grants.RemoveWhere(grant => grant.Instance == instance));
        await NewInstanceAsync();
    }

    private async Task NewInstanceAsync()
    {
        var response = await Tenant.NewInstanceAsync(Roles);
        instances.Add(response.Instance.Id);
        Wrote(response.Position);
    }

    private List<string> ExpectedRoles(Person person, string instance) => person.IsActive
        ? [.. teams.Where(team => team.IsEveryone || team.Members.Contains(person)).SelectMany(team => team.Grants)
            .Where(grant => grant.Instance == instance).Select(grant => grant.Role).Distinct().Order(StringComparer.Ordinal)]
        : [];

    private static Dictionary<string, string> Expected(IEnumerable<string> userIds, List<string> instances, Func<string, string, List<string>> roles) =>
        userIds.SelectMany(userId => instances.Select(instance => (Key: $"{userId}/{instance}", Roles: string.Join(' ', roles(userId, instance)))))
            .Where(entry => entry.Roles.Length > 0).ToDictionary(entry => entry.Key, entry => entry.Roles);

    private static bool Same(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Count == other.Count && one.All(entry => other.TryGetValue(entry.Key, out var roles) && roles == entry.Value);

    private void Wrote(Position? position)
    {
        if (position is not null)
        {
            positions[position.Source] = position;
        }
    }

    private Team PickTeam() => Pick(teams.Where(team => !team.IsEveryone).ToList());

    private T Pick<T>(List<T> items) => items[random.Next(items.Count)];

    private IEnumerable<Person> Some(IEnumerable<Person> from)
    {
        var all = from.ToArray();
        random.Shuffle(all);
        return all.Take(random.Next(1, 5));
    }

    private sealed class Person(string id, string name)
    {
        public string Id => id;

        public string Name => name;

        public bool IsActive { get; set; } = true;

        public bool IsDeleted { get; set; }
    }

    private sealed class Team(string id)
    {
        public string Id => id;

        public bool IsEveryone { get; init; }

        public HashSet<Person> Members { get; set; } = [];

        public HashSet<(string Instance, string Role)> Grants { get; } = [];
    }
}
