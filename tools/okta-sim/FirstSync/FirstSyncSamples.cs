using OptiId.OktaSim.App;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.Product;

namespace OptiId.OktaSim.FirstSync;

/// <summary>Some users and groups of a first sync, compared with what was sent and with what they may do.</summary>
internal sealed class FirstSyncSamples(OktaApp app, ProductSide? product, string suffix, Transcript transcript)
{
    private const int Samples = 20;

    public async Task CompareAsync(Person[] people, PushedGroup[] groups, CancellationToken cancellation)
    {
        transcript.Begin($"{app.Dialect}: compare samples");
        var sampledPeople = Choose(people);
        var sampledGroups = Choose(groups);
        foreach (var person in sampledPeople)
        {
            await app.Users.ReadAsync(person, active: true, "okta.md 4.2", cancellation);
        }

        foreach (var group in sampledGroups)
        {
            await app.Groups.CompareMembersAsync(group, "okta.md 5.5", cancellation);
        }

        transcript.Say($"{sampledPeople.Length} users and {sampledGroups.Length} groups read and compared");
        if (product is null)
        {
            transcript.Skip("who may do what: the services were not named or found");
            return;
        }

        await AskAccessAsync(product, sampledPeople, sampledGroups, cancellation);
    }

    private async Task AskAccessAsync(ProductSide side, Person[] people, PushedGroup[] groups, CancellationToken cancellation)
    {
        side.Website = await side.Administrator.AddInstanceAsync("CMS", $"Website {suffix}", ["Viewer"], cancellation);
        side.Experiments = await side.Administrator.AddInstanceAsync("Experimentation", $"Experiments {suffix}", ["Analyst"], cancellation);
        await side.Administrator.GrantAsync(await side.Administrator.FindEveryoneAsync(cancellation), side.Website, "Viewer", cancellation);
        foreach (var group in groups)
        {
            await side.Administrator.GrantAsync(group.Id, side.Experiments, "Analyst", cancellation);
        }

        var analysts = groups.SelectMany(group => group.Members).ToHashSet();
        var asked = people.Concat(Choose([.. analysts])).Distinct();
        await side.Access.AgreeAsync(
            [
                .. asked.Select(person => new AccessQuestion(person, side.Website, "Viewer")),
                .. asked.Select(person => new AccessQuestion(person, side.Experiments, analysts.Contains(person) ? ["Analyst"] : [])),
            ],
            "P20",
            cancellation);
        await side.Access.AgreeOnUsersAsync(side.Experiments, [.. analysts.Select(person => person.Id)], cancellation);
    }

    private static T[] Choose<T>(T[] from)
    {
        var chosen = from.ToArray();
        Random.Shared.Shuffle(chosen);
        return chosen[..Math.Min(Samples, chosen.Length)];
    }
}
