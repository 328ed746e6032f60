namespace OptiId.OktaSim.Day;

/// <summary>The last member leaves: an empty list empties the group (okta.md 5.5).</summary>
internal sealed class EmptyingAGroup : IChapter
{
    public string Title => "empty a group";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var marketing = day.Cast.Marketing;
        var before = marketing.Members.ToArray();
        await day.App.Groups.PushNowAsync(marketing, [], cancellation);
        await day.App.Groups.CompareMembersAsync(marketing, "okta.md 5.5", cancellation);
        if (day.Product is { } product)
        {
            await product.Access.AgreeAsync([new(day.Cast.Cleo, product.Experiments)], "P33", cancellation);
        }

        await day.App.Groups.PushNowAsync(marketing, before, cancellation);
        await day.App.Groups.CompareMembersAsync(marketing, "okta.md 5.5", cancellation);
    }
}
