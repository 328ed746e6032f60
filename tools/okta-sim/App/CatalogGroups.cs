using System.Text.Json.Nodes;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>Pushed groups of a catalog app: created, confirmed by name, and changed by PATCH (okta.md 5.2 to 5.5).</summary>
internal sealed class CatalogGroups(OktaHttpClient okta, Expectations expect) : GroupPush(okta, expect)
{
    /// <summary>Okta's default (okta.md 5.5).</summary>
    public const int MembersPerPatch = 100;

    /// <summary>With members in the create: documented too, and seen (okta.md 5.2).</summary>
    public async Task PushWithMembersAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        await LookUpAsync(group.Name, cancellation);
        await CreateAsync(group, members, cancellation);
        await NameAsync(group, $"Okta confirms the name of {group}", cancellation);
    }

    /// <summary>The whole list in a PATCH without a path, as reported (okta.md 5.5).</summary>
    public Task PushNowWithoutPathAsync(PushedGroup group, CancellationToken cancellation) =>
        PatchAsync(group, $"Okta pushes {group} anew, without a path", OktaBodies.ReplaceMembersWithoutPath(group.Members), "okta.md 5.5", cancellation);

    /// <summary>Members by their ids, whoever they are.</summary>
    public Task ChangeMembersAsync(
        PushedGroup group, IEnumerable<string> removedIds, IReadOnlyCollection<JsonObject> added, string purpose, CancellationToken cancellation) =>
        PatchAsync(group, purpose, OktaBodies.ChangeMembers(removedIds, added), "okta.md 5.5", cancellation);

    protected override async Task CreateAndFillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        await CreateAsync(group, [], cancellation);
        await NameAsync(group, $"Okta confirms the name of {group}", cancellation);
        await FillAsync(group, members, cancellation);
    }

    protected override Task NameAsync(PushedGroup group, string purpose, CancellationToken cancellation) =>
        PatchAsync(group, purpose, OktaBodies.NameGroup(group.Id, group.Name), "okta.md 5.4", cancellation);

    protected override async Task FillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        foreach (var batch in members.Chunk(MembersPerPatch))
        {
            await PatchMembersAsync(group, [], batch, cancellation);
        }

        group.Members.AddRange(members.Except(group.Members));
    }

    protected override async Task SendMemberChangeAsync(
        PushedGroup group, IReadOnlyList<Person> removed, IReadOnlyList<Person> added, CancellationToken cancellation)
    {
        await NameAsync(group, $"Okta sends the name of {group} with each change", cancellation);
        await PatchMembersAsync(group, removed, added, cancellation);
    }

    protected override Task SendWholeListAsync(PushedGroup group, CancellationToken cancellation) =>
        PatchAsync(group, $"Okta pushes {group} anew: {group.Members.Count} members", OktaBodies.ReplaceMembers(group.Members), "okta.md 5.5", cancellation);

    private Task PatchMembersAsync(PushedGroup group, IReadOnlyList<Person> removed, IReadOnlyList<Person> added, CancellationToken cancellation) =>
        ChangeMembersAsync(
            group,
            removed.Select(person => person.Id),
            [.. added.Select(person => OktaBodies.Member(person.Id, person.UserName))],
            $"Okta takes {removed.Count} out of {group} and puts {added.Count} in",
            cancellation);

    private async Task PatchAsync(PushedGroup group, string purpose, JsonObject body, string fact, CancellationToken cancellation)
    {
        var answer = await Okta.SendAsync(new OktaRequest(HttpMethod.Patch, $"/Groups/{group.Id}", purpose, body), cancellation);
        Expect.Written(answer, fact);
    }
}
