using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.Cli;

/// <summary>What people say (a name or an id) to what the services know (an id).</summary>
internal static class Names
{
    private const int MaximumNamed = 10;

    /// <summary>The one that is meant: by id, else by name as it is written, else by name in any letter case.</summary>
    /// <param name="said">What was said.</param>
    /// <param name="kind">What it is, e.g. <c>group</c>.</param>
    /// <param name="candidates">What there is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="names">What people call it.</param>
    /// <exception cref="CommandFailedException">None, or several.</exception>
    public static T Pick<T>(string said, string kind, IReadOnlyCollection<T> candidates, Func<T, string> id, Func<T, IEnumerable<string>> names)
        where T : class
    {
        if (candidates.FirstOrDefault(candidate => id(candidate) == said) is { } byId)
        {
            return byId;
        }

        foreach (var comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            var fitting = candidates.Where(candidate => names(candidate).Any(name => name.Equals(said, comparison))).ToList();
            if (fitting.Count == 1)
            {
                return fitting[0];
            }

            if (fitting.Count > 1)
            {
                throw new CommandFailedException(
                    $"Several {kind}s are called {said}; say which by its id: {string.Join(", ", fitting.Take(MaximumNamed).Select(id))}.");
            }
        }

        throw new CommandFailedException($"There is no {kind} {said}.");
    }

    /// <summary>The organization that is meant where none is said.</summary>
    public static Organization PickOnly(IReadOnlyCollection<Organization> all) => all.Count switch
    {
        1 => all.First(),
        0 => throw new CommandFailedException("There is no organization yet. Create one: optiid organizations create NAME"),
        _ => throw new CommandFailedException("There are several organizations; say which by --organization: "
            + $"{string.Join(", ", all.Take(MaximumNamed).Select(organization => organization.Name))}{(all.Count > MaximumNamed ? ", …" : "")}."),
    };

    /// <summary>A filter that finds a name, whatever characters it holds.</summary>
    public static string FilterFor(string attribute, string name) =>
        $"{attribute} eq \"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    public static async Task<string> OrganizationIdAsync(this CommandRun run)
    {
        if (run.Get(GlobalOptions.Organization) is not { Length: > 0 } said)
        {
            return PickOnly((await run.Organizations.ListOrganizationsAsync(new(), run.Call)).Organizations).Id;
        }

        if (await FindAsync(async () => (await run.Organizations.GetOrganizationAsync(new() { OrganizationId = said }, run.Call)).Organization) is { } byId)
        {
            return byId.Id;
        }

        var named = (await run.Organizations.ListOrganizationsAsync(new() { NameContains = said }, run.Call)).Organizations;
        return Pick(said, "organization", named, organization => organization.Id, organization => [organization.Name]).Id;
    }

    public static async Task<User> UserAsync(this CommandRun run, string organizationId, string said)
    {
        if (await FindAsync(async () => (await run.Users.GetUserAsync(new() { OrganizationId = organizationId, UserId = said }, run.Call)).User) is { } byId)
        {
            return byId;
        }

        var request = new ListUsersRequest { OrganizationId = organizationId, Filter = FilterFor("userName", said), Count = MaximumNamed };
        var named = (await run.Users.ListUsersAsync(request, run.Call)).Users;
        return named.Count == 1 ? named[0] : Pick(said, "user", named, user => user.Id, user => [user.UserName]);
    }

    /// <summary>
    /// A user's id where the user may be gone: what isn't found and isn't an e-mail address is taken for an id.
    /// </summary>
    public static async Task<string> UserIdAsync(this CommandRun run, string organizationId, string said)
    {
        try
        {
            return (await run.UserAsync(organizationId, said)).Id;
        }
        catch (CommandFailedException) when (!said.Contains('@', StringComparison.Ordinal))
        {
            return said;
        }
    }

    public static async Task<Group> GroupAsync(this CommandRun run, string organizationId, string said)
    {
        var byIdRequest = new GetGroupRequest { OrganizationId = organizationId, GroupId = said, IncludeSystem = true };
        if (await FindAsync(async () => (await run.Groups.GetGroupAsync(byIdRequest, run.Call)).Group) is { } byId)
        {
            return byId;
        }

        var request = new ListGroupsRequest
        {
            OrganizationId = organizationId,
            Filter = FilterFor("displayName", said),
            Count = MaximumNamed,
            IncludeSystem = true,
        };
        var named = (await run.Groups.ListGroupsAsync(request, run.Call)).Groups;
        return named.Count == 1 ? named[0] : Pick(said, "group", named, group => group.Id, group => [group.DisplayName]);
    }

    public static async Task<Instance> InstanceAsync(this CommandRun run, string organizationId, string said)
    {
        var all = (await run.Instances.ListInstancesAsync(new() { OrganizationId = organizationId }, run.Call)).Instances;
        return Pick(said, "product instance", all, instance => instance.Id, instance => [instance.Name]);
    }

    /// <summary>By id, label or hint; among several of a label the only live one is meant.</summary>
    public static async Task<Token> TokenAsync(this CommandRun run, string organizationId, string said)
    {
        var all = (await run.Tokens.ListTokensAsync(new() { OrganizationId = organizationId, IncludeRevoked = true }, run.Call)).Tokens;
        var live = all.Where(token => token.Revoked is null).ToList();
        var fitting = live.Any(token => token.Label == said || token.Hint == said) ? live : [.. all];
        return Pick(said, "token", fitting, token => token.Id, token => [token.Label, token.Hint]);
    }

    /// <summary>The userNames of users, as far as they are there.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> UserNamesAsync(this CommandRun run, string organizationId, IEnumerable<string> userIds)
    {
        var names = new ConcurrentDictionary<string, string>();
        var (users, call) = (run.Users, run.LongCall);
        await Parallel.ForEachAsync(userIds, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = run.Cancellation }, async (id, _) =>
        {
            if (await FindAsync(async () => (await users.GetUserAsync(new() { OrganizationId = organizationId, UserId = id }, call)).User) is { } user)
            {
                names[id] = user.UserName;
            }
        });
        return names;
    }

    // A name isn't always a well-formed id, so that is "not found" too.
    private static async Task<T?> FindAsync<T>(Func<Task<T>> get)
        where T : class
    {
        try
        {
            return await get();
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }
}
