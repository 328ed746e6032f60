using OptiId.OktaSim.App;

namespace OptiId.OktaSim.Day;

/// <summary>Group Push of new groups: empty and then filled, and with members at once (okta.md 5.1, 5.2, 5.5).</summary>
internal sealed class PushingGroups : IChapter
{
    public string Title => "push groups";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var cast = day.Cast;
        var groups = day.App.Groups;
        await groups.PushAsync(cast.Engineering, [cast.Ada, cast.Ben, cast.Dan, cast.Eve], cancellation);
        await groups.CompareMembersAsync(cast.Engineering, "okta.md 5.5", cancellation);

        if (groups is CatalogGroups catalog)
        {
            await catalog.PushWithMembersAsync(cast.Marketing, [cast.Ada, cast.Cleo], cancellation);
        }
        else
        {
            await groups.PushAsync(cast.Marketing, [cast.Ada, cast.Cleo], cancellation);
        }

        // A server that takes the PATCH with id and displayName for "replace everything" has emptied it now.
        await groups.CompareMembersAsync(cast.Marketing, "okta.md 5.2", cancellation);
        if (day.Product is { } product)
        {
            await product.Administrator.GrantAsync(cast.Engineering.Id, product.Website, "Administrator", cancellation);
            await product.Administrator.GrantAsync(cast.Marketing.Id, product.Experiments, "Analyst", cancellation);
            await product.Access.AgreeAsync(
                [
                    new(cast.Ada, product.Website, "Administrator", "Viewer"),
                    new(cast.Cleo, product.Website, "Viewer"),
                    new(cast.Cleo, product.Experiments, "Analyst"),
                    new(cast.Ben, product.Experiments),
                ],
                "P19",
                cancellation);
        }
    }
}
