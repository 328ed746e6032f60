namespace OptiId.AdminCenter.Storage;

/// <summary>How the store says as whom somebody comes in.</summary>
internal static class SignedInKinds
{
    /// <summary>How it is stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token: it has no session.</exception>
    public static SignedInKind Of(CallerKind kind) => kind switch
    {
        CallerKind.Administrator => SignedInKind.Administrator,
        CallerKind.Support => SignedInKind.Support,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only people have sessions."),
    };

    /// <summary>Who it is; null: what was stored doesn't say it, or an administrator of no organization.</summary>
    public static AdminCaller? CallerOf(SignedInKind kind, string id, string organizationId, string name, string key = "") => kind switch
    {
        SignedInKind.Administrator when organizationId.Length > 0 => new(CallerKind.Administrator, id, organizationId, name, key),
        SignedInKind.Support when organizationId.Length == 0 => new(CallerKind.Support, id, "", name, key),
        _ => null,
    };
}
