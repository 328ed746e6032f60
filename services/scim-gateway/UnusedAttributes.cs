namespace OptiId.ScimGateway;

/// <summary>Attributes that come and that the product uses for nothing (P6).</summary>
internal static class UnusedAttributes
{
    /// <summary>How many an entry names.</summary>
    public const int Maximum = 30;

    private const int MaximumName = 100;

    // P6: synced, and the switch of a user's life.
    private static readonly HashSet<string> UsedOfUsers = new(StringComparer.OrdinalIgnoreCase)
    {
        "userName", "name.givenName", "name.familyName", "name", "externalId", "active",
    };

    private static readonly HashSet<string> UsedOfGroups = new(StringComparer.OrdinalIgnoreCase) { "displayName", "externalId", "members" };

    // The protocol's own, which clients send back as they got them: nobody mapped them.
    private static readonly HashSet<string> OfTheProtocol = new(StringComparer.OrdinalIgnoreCase) { "schemas", "id", "meta", "groups", "Operations" };

    // What the identity providers send whatever an administrator maps (facts/okta.md §4.1): no reason to warn of.
    private static readonly HashSet<string> SentAnyway = new(StringComparer.OrdinalIgnoreCase)
    {
        "emails", "displayName", "locale", "password", "name.formatted",
    };

    /// <summary>Those of a body, each once.</summary>
    public static IReadOnlyList<string> Of(ExchangeBody body, bool isUser) =>
    [
        .. body.Names(isUser)
            .Where(name => !(isUser ? UsedOfUsers : UsedOfGroups).Contains(name) && !OfTheProtocol.Contains(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => TextCut.Short(name, MaximumName))
            .Take(Maximum),
    ];

    /// <summary>Whether an administrator mapped it by hand and may take it away again.</summary>
    public static bool IsMapped(string name) => !SentAnyway.Contains(name) && !name.StartsWith("emails.", StringComparison.OrdinalIgnoreCase);
}
