using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>Users of a catalog app: active by PATCH, without a path (okta.md 4.4 and 4.5).</summary>
internal sealed class CatalogUsers(OktaHttpClient okta, Expectations expect) : UserProvisioning(okta, expect)
{
    protected override async Task ActivateAsync(Person person, CancellationToken cancellation)
    {
        await SetActiveAsync(person, active: true, "okta.md 4.5", $"Okta activates {person}", cancellation);
        await UpdateProfileAsync(person, cancellation);
    }

    protected override Task SetInactiveAsync(Person person, CancellationToken cancellation) =>
        SetActiveAsync(person, active: false, "okta.md 4.4", $"Okta deactivates {person}", cancellation);

    private async Task SetActiveAsync(Person person, bool active, string fact, string purpose, CancellationToken cancellation)
    {
        var answer = await Okta.SendAsync(new OktaRequest(HttpMethod.Patch, $"/Users/{person.Id}", purpose, OktaBodies.SetActive(active)), cancellation);
        if (Expect.Written(answer, fact) && answer.Status == 200)
        {
            Expect.IsUser(answer, answer.Json, person, active, fact);
        }
    }
}
