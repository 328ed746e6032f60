namespace OptiId.AdminCenter.Api;

/// <summary>How an organization's users are to come.</summary>
internal sealed record ModeChange
{
    /// <summary><c>scim</c> or <c>jit</c>.</summary>
    public required Mode Mode { get; init; }
}

internal static class SetProvisioningMode
{
    /// <summary>Switch the provisioning mode</summary>
    /// <remarks>Choosing scim ends JIT at once; nothing is deleted either way.</remarks>
    public static async Task<Organization> HandleAsync(string organization, ModeChange body, ApiCall api)
    {
        var answer = await api.ChangeAsync("Switch the provisioning mode", cause => api.Backends.Organizations.SetProvisioningModeAsync(
            new() { OrganizationId = organization, Mode = Organization.ModeOf(body.Mode), Cause = cause }));
        api.TellPosition(answer.Position);
        return Organization.Of(answer.Organization);
    }
}
