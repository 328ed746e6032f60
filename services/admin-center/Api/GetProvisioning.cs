using Microsoft.Extensions.Options;

namespace OptiId.AdminCenter.Api;

internal static class GetProvisioning
{
    /// <summary>Get how the organization provisions, and how far the set-up is</summary>
    public static async Task<Provisioning> HandleAsync(string organization, ApiCall api, IOptions<AdminCenterOptions> options)
    {
        var found = await api.AskAsync(() => api.Backends.Organizations.GetOrganizationAsync(
            new() { OrganizationId = organization }, cancellationToken: api.Aborted));
        var status = await api.AskAsync(() => api.Backends.Log.GetProvisioningStatusAsync(
            new() { OrganizationId = organization }, cancellationToken: api.Aborted));
        return new()
        {
            Mode = Organization.Of(found.Organization).Mode,
            BaseUrl = options.Value.ScimBaseUrl,
            Client = Words.Of<Client>(status.Client),
            FirstRequest = Words.At(status.FirstRequest),
            LastRequest = Words.At(status.LastRequest),
            CredentialsTested = Words.At(status.CredentialsTested),
            FirstUser = Words.At(status.FirstUser),
            FirstGroup = Words.At(status.FirstGroup),
            FirstMembership = Words.At(status.FirstMembership),
            LastFailure = Words.At(status.LastFailure),
            RequestsToday = status.RequestsToday,
            FailuresToday = status.FailuresToday,
            ChangesToday = status.ChangesToday,
            NotRecorded = status.NotRecorded,
            Warnings = [.. status.Warnings.Select(WarningOf)],
        };
    }

    private static SetupWarning WarningOf(Gateway.V1.SetupWarning warning) => new(
        Words.Of<WarningKind>(warning.Kind),
        warning.Sentence,
        warning.Advice,
        Words.At(warning.LastSeen),
        Words.Some(warning.RequestId),
        Resource.Of(warning.Targets),
        warning.Attributes);
}
