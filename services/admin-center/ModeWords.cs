using OptiId.Identity.V1;

namespace OptiId.AdminCenter;

/// <summary>How many users of a source there are, as far as was counted.</summary>
/// <param name="Number">How many were counted.</param>
/// <param name="IsMore">Whether there are more.</param>
internal readonly record struct Counted(int Number, bool IsMore)
{
    /// <summary>"3 JIT users", "1 JIT user", "more than 1,000 JIT users", "no JIT users".</summary>
    public string Say(string noun) => (IsMore, Number) switch
    {
        (true, _) => $"more than {LogWords.Counted(Number, noun)}",
        (_, 0) => $"no {noun}s",
        _ => LogWords.Counted(Number, noun),
    };
}

/// <summary>The provisioning mode in words (P1 to P3). Pure.</summary>
internal static class ModeWords
{
    /// <summary>"SCIM" or "JIT".</summary>
    public static string Name(ProvisioningMode mode) => mode == ProvisioningMode.Scim ? "SCIM" : "JIT";

    /// <summary>What it means.</summary>
    public static string Meaning(ProvisioningMode mode) => mode == ProvisioningMode.Scim
        ? "The identity provider pushes users and groups. A sign-in never creates or changes a user; whoever isn't known, or is deactivated, is refused."
        : "A sign-in through single sign-on creates an unknown user and refreshes the names of a known one. SCIM requests are refused (403): SCIM isn't enabled.";

    /// <summary>The mode that it can be switched to.</summary>
    public static ProvisioningMode Other(ProvisioningMode mode) => mode == ProvisioningMode.Scim ? ProvisioningMode.Jit : ProvisioningMode.Scim;

    /// <summary>What switching to a mode will do, a sentence each.</summary>
    /// <param name="to">The mode to come.</param>
    /// <param name="jitUsers">How many JIT users there are.</param>
    /// <param name="scimUsers">How many the identity provider manages.</param>
    /// <param name="scimGroups">How many groups it manages.</param>
    public static IReadOnlyList<string> Effects(ProvisioningMode to, Counted jitUsers, Counted scimUsers, Counted scimGroups) => to == ProvisioningMode.Scim
        ?
        [
            "Nothing is deleted: every user, group and access stays.",
            "JIT ends at once: from the next sign-in on, nobody new comes in by signing in.",
            $"There {Are(jitUsers)} {jitUsers.Say("JIT user")}."
                + (jitUsers.Number > 0 ? " Whoever is one goes on signing in, and is taken over, with all access, as soon as the identity provider pushes the same userName." : ""),
            "SCIM requests with this organization's tokens are answered from now on.",
        ]
        :
        [
            "Nothing is deleted: every user, group and access stays.",
            "SCIM requests are refused at once (403): the identity provider's pushes fail, its deactivations too. Whoever is to lose access has to lose it here.",
            $"There {Are(scimUsers)} {scimUsers.Say("SCIM user")} and {scimGroups.Say("SCIM group")}."
                + (scimUsers.Number + scimGroups.Number > 0 ? " What is managed by SCIM stays read-only until it is released." : ""),
            "Whoever signs in and isn't known is created from then on.",
        ];

    private static string Are(Counted counted) => counted is { IsMore: false, Number: 1 } ? "is" : "are";
}
