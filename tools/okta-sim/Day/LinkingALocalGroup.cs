using OptiId.Common.V1;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>An administrator links a pushed group to one that the product has: renamed, filled, old members kept (okta.md 5.3).</summary>
internal sealed class LinkingALocalGroup : IChapter
{
    public string Title => "link a group to one that an administrator has made";

    public bool NeedsProduct => true;

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var product = day.Product!;
        var editors = day.Cast.Editors;
        var localId = product.LocalGroupId ?? throw new StoryBrokenException("The local group couldn't be made.");
        await RefreshAppGroupsAsync(day, localId, cancellation);

        editors.Members.Add(day.Cast.Lou);
        await day.App.Groups.LinkAsync(editors, day.Cast.LocalEditorsName, [day.Cast.Max], cancellation);
        product.LocalGroupId = null;
        day.Expect.Product(editors.Id == localId, "P14", "the linked group keeps its id", $"it was {localId}, and is {editors.Id}");
        await day.App.Groups.CompareMembersAsync(editors, "okta.md 5.3", cancellation);

        var former = await day.App.GetAsync(OktaQueries.GroupByName(day.Cast.LocalEditorsName), "(no second group by the old name)", cancellation);
        day.Expect.FoundNothing(former, "okta.md 5.3");
        var group = await product.Administrator.ReadGroupAsync(editors, cancellation);
        day.Expect.Product(group.Source == Source.Scim, "P14", $"{editors} is managed by SCIM now", $"the source is {group.Source}");
        await product.Access.AgreeAsync(
            [new(day.Cast.Lou, product.Website, "Editor", "Viewer"), new(day.Cast.Max, product.Website, "Editor", "Viewer")], "P14", cancellation);
    }

    private static async Task RefreshAppGroupsAsync(ProvisioningDay day, string localId, CancellationToken cancellation)
    {
        var groups = await new Pages(day.App).ReadAsync("Groups", "Okta refreshes its list of groups to link", cancellation);
        day.Expect.That(
            groups.Incomplete || groups.Ids.Contains(localId), groups.Last, "okta.md 5.3", "the local group is in the list: otherwise it can't be linked");
    }
}
