using OptiId.Gateway.V1;

namespace OptiId.AdminCenter.Guide;

/// <summary>The steps of connecting an identity provider, with this system's values filled in. Pure.</summary>
internal static class SetupGuide
{
    /// <summary>The steps, in their order.</summary>
    /// <param name="kind">Which identity provider.</param>
    /// <param name="baseUrl">The SCIM base URL.</param>
    public static IReadOnlyList<GuideStep> StepsOf(GuideKind kind, string baseUrl) =>
        [.. Beginning, .. kind == GuideKind.Entra ? EntraSteps.Of(baseUrl) : OktaSteps.Of(kind, baseUrl)];

    /// <summary>Which guide fits whoever asked last; Okta's where nobody did.</summary>
    public static GuideKind For(Client client) => client == Client.Entra ? GuideKind.Entra : GuideKind.Okta;

    /// <summary>What the guide is called.</summary>
    public static string NameOf(GuideKind kind) => kind switch
    {
        GuideKind.Okta => "Okta: app of the catalog",
        GuideKind.OktaWizard => "Okta: app made with the wizard",
        _ => "Microsoft Entra ID",
    };

    /// <summary>Why an identity provider in the cloud won't get to the base URL; null: nothing speaks against it.</summary>
    public static string? ProblemOf(string baseUrl)
    {
        var address = new Uri(baseUrl);
        return address switch
        {
            { IsLoopback: true } => "This system runs on one machine for trying out: an identity provider in the cloud can't reach this base URL. scripts/okta-sim plays Okta here.",
            { Scheme: not "https" } => "Okta and Entra send to https addresses only. Whoever runs this system sets AdminCenter:ScimBaseUrl to the address behind TLS.",
            _ when baseUrl.Contains('_', StringComparison.Ordinal) => "Okta takes no base URL with an underscore in it. Whoever runs this system gives it an address without one.",
            _ => null,
        };
    }

    private static readonly GuideStep[] Beginning =
    [
        new(
            "Have provisioning switched to SCIM",
            ["Support switches the mode of an organization. Nothing is deleted by it; who is here already is taken over when the identity provider pushes them."],
            [],
            GuideCheck.ScimMode),
        new(
            "Issue a SCIM token",
            ["Under Provisioning here, issue a token that may read and write, and copy it at once: it is shown this one time."],
            [],
            GuideCheck.Token),
    ];
}
