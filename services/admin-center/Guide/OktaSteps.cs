namespace OptiId.AdminCenter.Guide;

/// <summary>Okta's steps, in the words of its Admin Console.</summary>
internal static class OktaSteps
{
    /// <summary>The steps after mode and token.</summary>
    public static IReadOnlyList<GuideStep> Of(GuideKind kind, string baseUrl) =>
    [
        .. kind == GuideKind.OktaWizard ? Wizard(baseUrl) : Catalog(baseUrl),
        new(
            "Send userName and names only",
            [
                "Go to Provisioning > To App, section Attribute Mappings. Keep these three; Okta sends externalId by itself.",
                "Remove the others: what else comes is stored and returned as it was sent, but nothing here uses it, and it is personal data.",
            ],
            [
                new("userName", "the application username (Sign On tab)"),
                new("givenName", "user.firstName"),
                new("familyName", "user.lastName"),
            ]),
        new(
            "Assign people",
            [
                "Under Assignments press Assign > \"Assign to People\" or \"Assign to Groups\". Each person is looked up by userName and then created here, or taken over where somebody of that name is here.",
                "Use groups for it that you don't push in the next step.",
            ],
            [],
            GuideCheck.FirstUser),
        new(
            "Push groups",
            [
                "Under Push Groups press \"Push Groups\" > \"Find groups by name\", choose a group, and \"Create Group\". Where a group of that name is here already, press \"Refresh App Groups\" and choose \"Link Group\": its members and access are kept.",
                "Push other groups than those by which people are assigned. Okta doesn't support the same group for both: members are pushed before their users, or not at all.",
                "\"Everyone\" and \"Admin Center Administrators\" are names that are reserved here. Push no groups that are called so.",
            ],
            [],
            GuideCheck.FirstGroup),
        new(
            "See members arrive",
            [
                "Okta sends those members only who are assigned to the app. Where some are missing, assign them first, then choose \"Push now\" in the group's menu under Push Groups.",
                "To end a push, choose \"Delete the group in the target app\" when unlinking. \"Leave the group in the target app\" sends nothing: the group stays here, read-only, until it is released.",
            ],
            [],
            GuideCheck.FirstMembership),
    ];

    private static IEnumerable<GuideStep> Catalog(string baseUrl) =>
    [
        new(
            "Add the app in Okta",
            [
                "In Okta's Admin Console go to Applications > Applications > \"Browse App Catalog\", find \"SCIM 2.0 Test App (Header Auth)\" and press \"Add Integration\".",
                "Under Sign On set the format of the application username: it becomes the userName here, and that is the e-mail address.",
            ],
            [new("Application username format", "Email")]),
        new(
            "Connect it",
            [
                "Open the app, go to Provisioning > Integration, press \"Configure API Integration\" and tick \"Enable API integration\".",
                "Enter the two values, the base URL with no slash behind it. Press \"Test API Credentials\", then \"Save\".",
            ],
            [
                new("Base URL", baseUrl, IsCopied: true),
                new("API Token", "the token, with nothing before or behind it"),
            ],
            GuideCheck.CredentialsTested),
        new(
            "Choose what Okta does",
            ["Go to Provisioning > To App, press \"Edit\", enable these three and press \"Save\". Leave \"Sync Password\" off: passwords aren't stored here."],
            [new("Create Users", "Enable"), new("Update User Attributes", "Enable"), new("Deactivate Users", "Enable")]),
    ];

    private static IEnumerable<GuideStep> Wizard(string baseUrl) =>
    [
        new(
            "Make the app in Okta",
            [
                "In Okta's Admin Console go to Applications > Applications > \"Create App Integration\" and make an app for sign-in. Then open it, go to General > App Settings > \"Edit\", choose SCIM as Provisioning, and press \"Save\".",
                "Under Sign On set the format of the application username: it becomes the userName here, and that is the e-mail address.",
            ],
            [new("Application username format", "Email")]),
        new(
            "Connect it",
            [
                "Go to Provisioning > Integration, press \"Edit\", and fill in the form. Okta shows \"Bearer\" before the field of the token: paste the token alone.",
                "Press \"Test Connector Configuration\", then \"Save\".",
            ],
            [
                new("SCIM connector base URL", baseUrl, IsCopied: true),
                new("Unique identifier field for users", "userName", IsCopied: true),
                new("Supported provisioning actions", "Push New Users, Push Profile Updates, Push Groups"),
                new("Authentication Mode", "HTTP Header"),
                new("Authorization: Bearer", "the token"),
            ],
            GuideCheck.CredentialsTested),
        new(
            "Choose what Okta does",
            ["Go to Provisioning > To App, press \"Edit\", enable these three and press \"Save\"."],
            [new("Create Users", "Enable"), new("Update User Attributes", "Enable"), new("Deactivate Users", "Enable")]),
    ];
}
