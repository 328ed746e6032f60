using System.Text.Json.Nodes;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>What an Okta app does with pushed groups, request by request (okta.md 5). The dialects differ in how they change one.</summary>
internal abstract class GroupPush(OktaHttpClient okta, Expectations expect)
{
    protected OktaHttpClient Okta => okta;

    protected Expectations Expect => expect;

    /// <summary>A new pushed group: looked up, created, confirmed, and filled as the dialect does it.</summary>
    public async Task PushAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        var found = await LookUpAsync(group.Name, cancellation);
        if (found is not null)
        {
            throw new StoryBrokenException($"There is a group named {group} already.");
        }

        await CreateAndFillAsync(group, members, cancellation);
    }

    /// <summary>An administrator links a group that was there: it is found, renamed to Okta's name, and filled; old members stay.</summary>
    public async Task LinkAsync(PushedGroup group, string localName, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        var found = await LookUpAsync(localName, cancellation) ?? throw new StoryBrokenException($"{localName} can't be linked: it isn't found.");
        group.Id = found.Text("id") ?? throw new StoryBrokenException($"{localName} was found without an id.");
        await NameAsync(group, $"Okta names the linked group {group}", cancellation);
        await FillAsync(group, members, cancellation);
    }

    public async Task RenameAsync(PushedGroup group, string name, CancellationToken cancellation)
    {
        group.Name = name;
        await NameAsync(group, $"Okta renames the group to {name}", cancellation);
    }

    /// <summary>A change of members in Okta, pushed.</summary>
    public async Task ChangeMembersAsync(PushedGroup group, IReadOnlyList<Person> removed, IReadOnlyList<Person> added, CancellationToken cancellation)
    {
        group.Members.RemoveAll(removed.Contains);
        group.Members.AddRange(added.Except(group.Members));
        await SendMemberChangeAsync(group, removed, added, cancellation);
    }

    /// <summary>"Push now": the whole list again, whatever is there.</summary>
    public async Task PushNowAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        group.Members.Clear();
        group.Members.AddRange(members);
        await SendWholeListAsync(group, cancellation);
    }

    /// <summary>Unlink, with "Delete the group in the target app".</summary>
    public async Task DeleteAsync(PushedGroup group, CancellationToken cancellation)
    {
        var answer = await okta.SendAsync(new OktaRequest(HttpMethod.Delete, $"/Groups/{group.Id}", $"Okta unlinks {group} and deletes it"), cancellation);
        if (expect.Status(answer, "okta.md 5.6", 204))
        {
            expect.That(answer.Text.Length == 0, answer, "okta.md 5.6", "204 has no body");
            group.Forget();
        }
    }

    /// <summary>The group with this name; null where there is none.</summary>
    public async Task<JsonObject?> LookUpAsync(string name, CancellationToken cancellation)
    {
        var request = new OktaRequest(HttpMethod.Get, OktaQueries.GroupByName(name), $"Okta asks whether the group {name} is there");
        var answer = await okta.SendAsync(request, cancellation);
        expect.IsList(answer, "okta.md 5.1");
        expect.That(answer.Resources.Count() <= 1, answer, "product.md P12", "at most one group has the name");
        return answer.Resources.FirstOrDefault();
    }

    /// <summary>Not Okta's: the simulation reads the group and compares its members.</summary>
    public async Task CompareMembersAsync(PushedGroup group, string fact, CancellationToken cancellation)
    {
        var answer = await okta.SendAsync(new OktaRequest(HttpMethod.Get, $"/Groups/{group.Id}", $"(compare the members of {group})"), cancellation);
        expect.HasMembers(answer, group, fact);
    }

    protected abstract Task CreateAndFillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation);

    protected abstract Task NameAsync(PushedGroup group, string purpose, CancellationToken cancellation);

    /// <summary>Members are added to those that are there.</summary>
    protected abstract Task FillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation);

    protected abstract Task SendMemberChangeAsync(
        PushedGroup group, IReadOnlyList<Person> removed, IReadOnlyList<Person> added, CancellationToken cancellation);

    protected abstract Task SendWholeListAsync(PushedGroup group, CancellationToken cancellation);

    protected async Task CreateAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        var body = OktaBodies.NewGroup(group.Name, members);
        var request = new OktaRequest(HttpMethod.Post, "/Groups", $"Okta creates the group {group} with {members.Count} members", body);
        var answer = await okta.SendAsync(request, cancellation);
        if (expect.Status(answer, "okta.md 5.2", 201))
        {
            expect.That(answer["id"] is { Length: > 0 }, answer, "okta.md 5.2", "id is text that isn't empty");
            expect.That(answer["displayName"] == group.Name, answer, "okta.md 5.2", "displayName is as sent");
            group.Id = answer["id"] ?? throw new StoryBrokenException($"{group} was created without an id.");
            group.Members.AddRange(members);
        }
    }
}
