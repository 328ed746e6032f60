using System.Globalization;
using System.Security.Claims;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>How somebody came in.</summary>
internal enum CallerKind
{
    /// <summary>A member of an organization's Admin Center Administrators, by a session.</summary>
    Administrator,

    /// <summary>Support, by a session.</summary>
    Support,

    /// <summary>An organization's API token.</summary>
    ApiToken,

    /// <summary>An API token of Support.</summary>
    SupportToken,
}

/// <summary>Who asks, as the session or the token says: nothing of it is ever taken from a request (P23).</summary>
/// <param name="Kind">How they came in.</param>
/// <param name="Id">The user's id, the Support person's name, the token's id.</param>
/// <param name="OrganizationId">The one organization; empty: Support, who may look into each.</param>
/// <param name="Name">How people call them.</param>
/// <param name="Key">What the session is found by; empty for a token.</param>
/// <param name="MayWrite">False for a token that may only read.</param>
internal sealed record AdminCaller(CallerKind Kind, string Id, string OrganizationId, string Name, string Key = "", bool MayWrite = true)
{
    private const string KindClaim = "kind", OrganizationClaim = "organization", KeyClaim = "session", WriteClaim = "write";

    /// <summary>Whether they may look into every organization and set them up.</summary>
    public bool IsSupport => Kind is CallerKind.Support or CallerKind.SupportToken;

    /// <summary>Who changed something, as <see cref="Cause.Actor"/> has it.</summary>
    public string Actor => Kind switch
    {
        CallerKind.Administrator => $"administrator:{Id}",
        CallerKind.ApiToken => $"api:{Id}",
        CallerKind.SupportToken => $"support:token {Id}",
        _ => $"support:{Id}",
    };

    /// <summary>Whether an organization is theirs to look into.</summary>
    public bool Reaches(string? organizationId) => IsSupport || (organizationId?.Length > 0 && organizationId == OrganizationId);

    /// <summary>An organization must be theirs to look into.</summary>
    /// <exception cref="RefusedException">CALLER_REFUSED: nobody learns whether there is another.</exception>
    public void DemandOrganization(string organizationId)
    {
        if (!Reaches(organizationId))
        {
            throw new RefusedException(Reason.CallerRefused, "You can only look into your own organization.");
        }
    }

    /// <summary>A cause of their own for one change.</summary>
    public Cause NewCause() => new() { RequestId = Guid.CreateVersion7().ToString("N"), Actor = Actor };

    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new(KindClaim, Kind.ToString()),
            new(ClaimTypes.NameIdentifier, Id),
            new(ClaimTypes.Name, Name),
            new(OrganizationClaim, OrganizationId),
            new(KeyClaim, Key),
            new(WriteClaim, MayWrite.ToString(CultureInfo.InvariantCulture)),
        ],
        scheme));

    /// <summary>Whose principal it is; null: nobody's.</summary>
    public static AdminCaller? Of(ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Enum.TryParse<CallerKind>(principal.FindFirstValue(KindClaim), out var kind)
            ? new(
                kind,
                principal.FindFirstValue(ClaimTypes.NameIdentifier)!,
                principal.FindFirstValue(OrganizationClaim)!,
                principal.FindFirstValue(ClaimTypes.Name)!,
                principal.FindFirstValue(KeyClaim)!,
                principal.FindFirstValue(WriteClaim) == bool.TrueString)
            : null;
}
