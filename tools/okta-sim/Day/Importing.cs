namespace OptiId.OktaSim.Day;

/// <summary>"Import now": users, then groups, page after page (okta.md 4.7).</summary>
internal sealed class Importing : IChapter
{
    private static readonly string[] ReservedNames = ["Everyone", "Admin Center Administrators"];

    public string Title => "import";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var users = await ReadAsync(day, "Users", cancellation);
        var assigned = day.Cast.People.Where(person => person.Assigned).Select(person => person.Id);
        day.Expect.That(users.Incomplete || users.Ids.IsSupersetOf(assigned), users.Last, "okta.md 4.7", "everyone who is assigned is on a page");

        var groups = await ReadAsync(day, "Groups", cancellation);
        var pushed = day.Cast.Groups.Where(group => group.HasId).Select(group => group.Id);
        day.Expect.That(groups.Incomplete || groups.Ids.IsSupersetOf(pushed), groups.Last, "okta.md 4.7", "every group is on a page");
        day.Expect.That(!groups.Names.Intersect(ReservedNames).Any(), groups.Last, "product.md P13", "the reserved groups are never listed");
    }

    private static async Task<PagesRead> ReadAsync(ProvisioningDay day, string resources, CancellationToken cancellation)
    {
        var read = await new Pages(day.App).ReadAsync(resources, $"Okta imports {resources}", cancellation);
        if (read.TotalChanged)
        {
            // Someone else may be writing; it must hold when nobody does.
            read = await new Pages(day.App).ReadAsync(resources, $"Okta imports {resources} again", cancellation);
            day.Expect.That(!read.TotalChanged, read.Last, "okta.md 4.7", "totalResults is steady from page to page");
        }

        day.Transcript.Say($"{read.Ids.Count} of {read.TotalResults} {resources} read{(read.Incomplete ? "; the rest is left out here" : "")}");
        return read;
    }
}
