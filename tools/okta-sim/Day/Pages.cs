using OptiId.OktaSim.App;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>What a read of all pages gave.</summary>
/// <param name="Incomplete">There was more than the simulation has patience for.</param>
internal sealed record PagesRead(HashSet<string> Ids, List<string> Names, OktaAnswer Last, int TotalResults, bool Incomplete, bool TotalChanged);

/// <summary>Reads page after page as Okta's import does: 100 more each time while there is more (okta.md 4.7).</summary>
internal sealed class Pages(OktaApp app)
{
    private const int MaximumPages = 30;

    public async Task<PagesRead> ReadAsync(string resources, string purpose, CancellationToken cancellation)
    {
        HashSet<string> ids = [];
        List<string> names = [];
        var changed = false;
        int? total = null;
        for (var page = 0; ; page++)
        {
            var start = (page * OktaQueries.PageSize) + 1;
            var answer = await app.GetAsync(OktaQueries.Page(resources, start), purpose, cancellation);
            if (!app.Expect.IsList(answer, "okta.md 4.7"))
            {
                throw new StoryBrokenException($"The list of {resources} can't be read.");
            }

            var now = answer.Json.Number("totalResults") ?? 0;
            changed |= total is not null && total != now;
            total ??= now;
            app.Expect.That(
                answer.Resources.Count() == Math.Clamp(now - start + 1, 0, OktaQueries.PageSize), answer, "okta.md 4.7",
                "a page is full: Okta goes on by 100 and would lose what is left out");
            foreach (var resource in answer.Resources)
            {
                app.Expect.That(
                    resource.Text("id") is { Length: > 0 } id && ids.Add(id), answer, "okta.md 4.7", $"each id is there, and once: {resource.Text("id")}");
                names.Add(resource.Text("displayName") ?? resource.Text("userName") ?? "");
            }

            var more = start + OktaQueries.PageSize <= now;
            if (!more || page + 1 == MaximumPages)
            {
                return new PagesRead(ids, names, answer, now, more, changed);
            }
        }
    }
}
