using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>Users of a wizard app: active by GET and PUT like every other change (okta.md 4.4 and 4.5).</summary>
internal sealed class WizardUsers(OktaHttpClient okta, Expectations expect) : UserProvisioning(okta, expect)
{
    protected override Task ActivateAsync(Person person, CancellationToken cancellation) =>
        ReadAndReplaceAsync(person, active: true, "okta.md 4.5", $"Okta activates {person}", cancellation);

    protected override Task SetInactiveAsync(Person person, CancellationToken cancellation) =>
        ReadAndReplaceAsync(person, active: false, "okta.md 4.4", $"Okta deactivates {person}", cancellation);
}
