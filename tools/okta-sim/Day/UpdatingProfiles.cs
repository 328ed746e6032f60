using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>Profiles change: GET, then PUT of what it gave with Okta's attributes (okta.md 4.3).</summary>
internal sealed class UpdatingProfiles : IChapter
{
    public string Title => "update profiles";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var users = day.App.Users;
        var ada = day.Cast.Ada;
        ada.Title = "Lead editor";
        ada.Department = "";
        await users.UpdateProfileAsync(ada, cancellation);
        await users.UpdateProfileAsync(ada, cancellation);

        var cleo = day.Cast.Cleo;
        var formerName = cleo.UserName;
        cleo.FamilyName = "van der Mérode-Okta";
        cleo.UserName = $"cleo.merode.{day.Cast.Suffix}@example.com";
        await users.UpdateProfileAsync(cleo, cancellation);
        await users.LookUpAsync(cleo, cancellation);
        var former = await day.App.GetAsync(OktaQueries.UserByName(formerName), "Okta asks for the former userName", cancellation);
        day.Expect.FoundNothing(former, "okta.md 4.3");
        await users.ReadAsync(cleo, active: true, "okta.md 4.3", cancellation);
    }
}
