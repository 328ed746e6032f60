using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>A group is renamed in Okta; its members are untouched (okta.md 5.4).</summary>
internal sealed class RenamingAGroup : IChapter
{
    public string Title => "rename a group";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var marketing = day.Cast.Marketing;
        var formerName = marketing.Name;
        await day.App.Groups.RenameAsync(marketing, $"Marketing & Sales {day.Cast.Suffix}", cancellation);
        await day.App.Groups.CompareMembersAsync(marketing, "okta.md 5.4", cancellation);
        await day.App.Groups.LookUpAsync(marketing.Name, cancellation);
        var former = await day.App.GetAsync(OktaQueries.GroupByName(formerName), "(nothing by the old name)", cancellation);
        day.Expect.FoundNothing(former, "okta.md 5.4");
    }
}
