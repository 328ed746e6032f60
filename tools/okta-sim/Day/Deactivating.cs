using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>People leave: no access anywhere, but still there for Okta with active false (okta.md 4.4; product.md P9).</summary>
internal sealed class Deactivating : IChapter
{
    public string Title => "deactivate people";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        foreach (var person in (Person[])[day.Cast.Dan, day.Cast.Eve])
        {
            await day.App.Users.DeactivateAsync(person, cancellation);
            await day.App.Users.ReadAsync(person, active: false, "okta.md 6", cancellation);
            var found = await day.App.Users.LookUpAsync(person, cancellation);
            day.Expect.Product(found is null || found.Flag("active") == false, "P9", $"{person} is found with active false", $"found: {found?["active"]}");
        }

        if (day.Product is { } product)
        {
            await product.Access.AgreeAsync([new(day.Cast.Dan, product.Website), new(day.Cast.Eve, product.Website)], "P33", cancellation);
        }
    }
}
