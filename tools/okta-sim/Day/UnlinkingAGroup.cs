using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>Unlink with "Delete the group in the target app": the group goes, its users stay (okta.md 5.6; product.md P17).</summary>
internal sealed class UnlinkingAGroup : IChapter
{
    public string Title => "unlink a group and delete it";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var marketing = day.Cast.Marketing;
        var id = marketing.Id;
        await day.App.Groups.DeleteAsync(marketing, cancellation);
        var gone = await day.App.GetAsync($"/Groups/{id}", "(the group is gone)", cancellation);
        day.Expect.Refused(gone, 404, null, "okta.md 5.6");
        foreach (var person in marketing.Members)
        {
            await day.App.Users.ReadAsync(person, active: true, "okta.md 5.6", cancellation);
        }

        day.Expect.FoundNothing(await day.App.GetAsync(OktaQueries.GroupByName(marketing.Name), "(its name is free)", cancellation), "okta.md 5.6");
    }
}
