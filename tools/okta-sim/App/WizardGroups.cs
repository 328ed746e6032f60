using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>Pushed groups of a wizard app: every change is GET and PUT of the whole group (okta.md 5.2 to 5.5).</summary>
internal sealed class WizardGroups(OktaHttpClient okta, Expectations expect) : GroupPush(okta, expect)
{
    /// <summary>Created with its members, then the same content once more.</summary>
    protected override async Task CreateAndFillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        await CreateAsync(group, members, cancellation);
        await ReadAndReplaceAsync(group, $"Okta writes {group} once more", "okta.md 5.2", cancellation);
    }

    protected override Task NameAsync(PushedGroup group, string purpose, CancellationToken cancellation) =>
        ReadAndReplaceAsync(group, purpose, "okta.md 5.4", cancellation);

    protected override Task FillAsync(PushedGroup group, IReadOnlyList<Person> members, CancellationToken cancellation)
    {
        group.Members.AddRange(members.Except(group.Members));
        return ReadAndReplaceAsync(group, $"Okta writes {group} with {group.Members.Count} members", "okta.md 5.3", cancellation);
    }

    protected override Task SendMemberChangeAsync(
        PushedGroup group, IReadOnlyList<Person> removed, IReadOnlyList<Person> added, CancellationToken cancellation) =>
        ReadAndReplaceAsync(group, $"Okta writes {group}: {removed.Count} out, {added.Count} in", "okta.md 5.5", cancellation);

    /// <summary>Twice, as captured.</summary>
    protected override async Task SendWholeListAsync(PushedGroup group, CancellationToken cancellation)
    {
        await ReadAndReplaceAsync(group, $"Okta pushes {group} anew: {group.Members.Count} members", "okta.md 5.5", cancellation);
        await ReadAndReplaceAsync(group, $"Okta pushes {group} anew, a second time", "okta.md 5.5", cancellation);
    }

    private async Task ReadAndReplaceAsync(PushedGroup group, string purpose, string fact, CancellationToken cancellation)
    {
        var read = await Okta.SendAsync(new OktaRequest(HttpMethod.Get, $"/Groups/{group.Id}", $"Okta reads {group} before writing"), cancellation);
        if (!Expect.Status(read, fact, 200))
        {
            return;
        }

        var body = OktaBodies.ReplacedGroup(group.Id, group.Name, group.Members);
        var answer = await Okta.SendAsync(new OktaRequest(HttpMethod.Put, $"/Groups/{group.Id}", purpose, body), cancellation);
        if (Expect.Written(answer, fact))
        {
            Expect.That(answer["displayName"] == group.Name, answer, fact, $"the name is {group.Name}");
        }
    }
}
