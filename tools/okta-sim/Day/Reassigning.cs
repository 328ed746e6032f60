namespace OptiId.OktaSim.Day;

/// <summary>Someone comes back: found inactive, made active, under the same id (okta.md 4.5 and 6; product.md P9).</summary>
internal sealed class Reassigning : IChapter
{
    public string Title => "reassign";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var eve = day.Cast.Eve;
        var before = eve.Id;
        await day.App.Users.AssignAsync(eve, cancellation);
        day.Expect.Product(eve.Id == before, "P9", "Eve comes back under the same id", $"it was {before}, and is {eve.Id}");
        await day.App.Users.ReadAsync(eve, active: true, "okta.md 6", cancellation);

        // Her memberships count again within the grace time; where that is 0 they do after Okta's next push.
        await day.App.Groups.ChangeMembersAsync(day.Cast.Engineering, [], [eve], cancellation);
        if (day.Product is { } product)
        {
            await product.Access.AgreeAsync([new(eve, product.Website, "Administrator", "Viewer")], "P9", cancellation);
        }
    }
}
