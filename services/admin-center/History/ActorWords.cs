using OptiId.Common.V1;
using OptiId.Gateway.V1;

namespace OptiId.AdminCenter.History;

/// <summary>Who did something, from <see cref="Cause.Actor"/>, in words. Pure.</summary>
internal static class ActorWords
{
    /// <summary>What an identity provider is called that isn't known by name.</summary>
    public const string AnyIdentityProvider = "The identity provider";

    private const string ScimToken = "scim:", Administrator = "administrator:", ApiToken = "api:", Support = "support:", SupportToken = "support:token ";

    /// <summary>Who it was: "Okta (SCIM token Production)", "Ada Admin", "Support (Mona)".</summary>
    public static string Say(string actor, KnownNames names) => actor switch
    {
        "" => "Not recorded",
        "sign-in" => "The person, by signing in",
        "system" => "The system",
        _ when After(actor, ScimToken) is { } token => $"{names.IdentityProvider} ({Token("SCIM", token, names)})",
        _ when After(actor, Administrator) is { } user => names.Users.GetValueOrDefault(user, "An administrator who is gone"),
        _ when After(actor, ApiToken) is { } token => $"A program ({Token("API", token, names)})",
        _ when After(actor, SupportToken) is { } token => $"Support, a program ({Token("API", token, names)})",
        _ when After(actor, Support) is { } name => $"Support ({name})",
        _ => actor,
    };

    /// <summary>The user whom an actor names; null: it is none.</summary>
    public static string? UserIn(string actor) => After(actor, Administrator);

    /// <summary>The token whose id an actor is; null: it is none.</summary>
    public static string? TokenIn(string actor) => After(actor, ScimToken) ?? After(actor, ApiToken) ?? After(actor, SupportToken);

    /// <summary>Whether an actor is Support, a person or a token.</summary>
    public static bool IsSupport(string actor) => After(actor, Support) is not null;

    /// <summary>Whether the request is in the provisioning log: an identity provider's is.</summary>
    public static bool IsProvisioning(string actor) => After(actor, ScimToken) is not null;

    /// <summary>The request that caused something, where the provisioning log has it; empty: it was no identity provider's.</summary>
    public static string RequestIn(Cause? cause) => cause is not null && IsProvisioning(cause.Actor) ? cause.RequestId : "";

    /// <summary>What an identity provider is called.</summary>
    public static string NameOf(Client client) => client switch
    {
        Client.Okta => "Okta",
        Client.Entra => "Microsoft Entra ID",
        _ => AnyIdentityProvider,
    };

    private static string Token(string kind, string id, KnownNames names) =>
        names.Tokens.TryGetValue(id, out var label) ? $"{kind} token {label}" : $"{kind} token";

    private static string? After(string actor, string beginning) =>
        actor.StartsWith(beginning, StringComparison.Ordinal) ? actor[beginning.Length..] : null;
}
