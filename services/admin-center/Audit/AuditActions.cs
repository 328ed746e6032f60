namespace OptiId.AdminCenter.Audit;

/// <summary>The kinds of actions that a log is filtered by, in words; the action begins so.</summary>
internal static class AuditActions
{
    public static IReadOnlyList<(string Action, string Label)> Kinds { get; } =
    [
        ("", "Everything"),
        ("user.", "Users"),
        ("group.", "Groups and members"),
        ("grant.", "Roles of groups"),
        ("instance.", "Product instances"),
        ("token.", "Tokens"),
        ("organization.", "The organization and its mode"),
        ("sign-", "Signing in and out"),
        ("export", "Exports"),
        ("refused", "Refused attempts"),
        ("gap", "Gaps in this log"),
    ];

    /// <summary>An action in words: "group members added".</summary>
    public static string Say(string action) => action.Replace('.', ' ').Replace('-', ' ');

    /// <summary>The name of a reason in words: "version mismatch".</summary>
    public static string SayReason(string reason) =>
        string.Concat(reason.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
