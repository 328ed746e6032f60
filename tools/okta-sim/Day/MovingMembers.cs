using OptiId.OktaSim.App;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>People leave and join groups (okta.md 5.5).</summary>
internal sealed class MovingMembers : IChapter
{
    public string Title => "members in and out";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var cast = day.Cast;
        var groups = day.App.Groups;
        await groups.ChangeMembersAsync(cast.Engineering, [cast.Ben], [cast.Cleo], cancellation);
        await groups.CompareMembersAsync(cast.Engineering, "okta.md 5.5", cancellation);

        await groups.ChangeMembersAsync(cast.Engineering, [cast.Ben], [cast.Cleo], cancellation);
        await groups.CompareMembersAsync(cast.Engineering, "okta.md 5.5", cancellation);

        if (groups is CatalogGroups catalog)
        {
            await OneUnknownAmongGoodOnesAsync(day, catalog, cancellation);
            await catalog.PushNowWithoutPathAsync(cast.Engineering, cancellation);
            await groups.CompareMembersAsync(cast.Engineering, "okta.md 5.5", cancellation);
        }

        await groups.PushNowAsync(cast.Engineering, [.. cast.Engineering.Members], cancellation);
        await groups.CompareMembersAsync(cast.Engineering, "okta.md 5.5", cancellation);
        if (day.Product is { } product)
        {
            await product.Access.AgreeAsync(
                [new(cast.Cleo, product.Website, "Administrator", "Viewer"), new(cast.Ben, product.Website, "Viewer")], "P33", cancellation);
        }
    }

    // Okta doesn't repeat a batch that was refused; the good ones would be lost.
    private static async Task OneUnknownAmongGoodOnesAsync(ProvisioningDay day, CatalogGroups groups, CancellationToken cancellation)
    {
        var ben = day.Cast.Ben;
        await groups.ChangeMembersAsync(
            day.Cast.Engineering, [],
            [OktaBodies.Member(Guid.NewGuid().ToString(), display: null), OktaBodies.Member(ben.Id, display: null)],
            "one member of the batch isn't known to the product", cancellation);
        day.Cast.Engineering.Members.Add(ben);
        await groups.CompareMembersAsync(day.Cast.Engineering, "okta.md 5.5", cancellation);
        await groups.ChangeMembersAsync(day.Cast.Engineering, [ben], [], cancellation);
    }
}
