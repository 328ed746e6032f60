namespace OptiId.AdminCenter.Guide;

/// <summary>Microsoft Entra ID's steps, in the words of its admin center.</summary>
internal static class EntraSteps
{
    /// <summary>The steps after mode and token.</summary>
    public static IReadOnlyList<GuideStep> Of(string baseUrl) =>
    [
        new(
            "Make the application in Entra",
            ["In the Microsoft Entra admin center go to Enterprise applications > \"New application\" > \"Create your own application\" and choose \"Integrate any other application you don't find in the gallery (Non-gallery)\"."],
            []),
        new(
            "Connect it",
            [
                "Open the application, go to Provisioning, set the mode to Automatic and open Admin Credentials. Enter the two values, press \"Test Connection\", then \"Save\".",
                "?aadOptscim062020 behind the Tenant URL makes Entra keep to the standard. Both ways work here; \"Provision on demand\" works without it only.",
            ],
            [
                new("Tenant URL", baseUrl, IsCopied: true),
                new("Secret Token", "the token"),
            ],
            GuideCheck.CredentialsTested),
        new(
            "Send userName and names only",
            [
                "Go to Provisioning > Mappings > \"Provision Microsoft Entra ID Users\". Keep these attributes and delete the others: nothing here uses them, and they are personal data. userName must be an e-mail address and have Matching precedence 1.",
                "Under \"Provision Microsoft Entra ID Groups\" keep displayName (Matching precedence 1), members, and externalId.",
            ],
            [
                new("userName", "mail, or userPrincipalName where it is an e-mail address"),
                new("name.givenName", "givenName"),
                new("name.familyName", "surname"),
                new("externalId", "objectId"),
                new("active", "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")"),
            ]),
        new(
            "Assign people and groups",
            [
                "Under Users and groups press \"Add user/group\". An assigned group is provisioned itself, with its direct members: in Entra, assigning and pushing are one. Nested groups aren't supported, neither by Entra nor here.",
                "Under Provisioning > Settings set the scope. \"Everyone\" and \"Admin Center Administrators\" are names that are reserved here: assign no groups that are called so.",
            ],
            [new("Scope", "Sync only assigned users and groups")]),
        new(
            "Start provisioning",
            ["Under Overview press \"Start provisioning\". The first cycle begins with the people; later ones come about every 40 minutes. \"Provision on demand\" sends one person at once."],
            [],
            GuideCheck.FirstUser),
        new("See groups arrive", ["Entra creates each group without members first."], [], GuideCheck.FirstGroup),
        new(
            "See members arrive",
            ["Members follow, of those who are assigned. Where some are missing after a cycle, look into the provisioning logs of Entra and of this page."],
            [],
            GuideCheck.FirstMembership),
    ];
}
