using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Guide;

/// <summary>What a guide is for.</summary>
public enum GuideKind
{
    /// <summary>An app of Okta's catalog: SCIM 2.0 Test App (Header Auth), or one of the integration network.</summary>
    Okta,

    /// <summary>An app made with Okta's App Integration Wizard.</summary>
    OktaWizard,

    /// <summary>Microsoft Entra ID.</summary>
    Entra,
}

/// <summary>By what a step shows that it is done.</summary>
internal enum GuideCheck
{
    /// <summary>By nothing that is seen from here.</summary>
    None,

    /// <summary>The organization's mode is SCIM.</summary>
    ScimMode,

    /// <summary>There is a live SCIM token.</summary>
    Token,

    /// <summary>A first request was answered well.</summary>
    CredentialsTested,

    /// <summary>A first user came.</summary>
    FirstUser,

    /// <summary>A first group came.</summary>
    FirstGroup,

    /// <summary>A first member came.</summary>
    FirstMembership,
}

/// <summary>What is to be entered into a field of the identity provider's screen.</summary>
/// <param name="Field">The field's name there.</param>
/// <param name="Text">What to enter.</param>
/// <param name="IsCopied">Whether it is to be copied as it stands.</param>
internal sealed record GuideValue(string Field, string Text, bool IsCopied = false);

/// <summary>One step of connecting an identity provider.</summary>
/// <param name="Title">What is done, as a command.</param>
/// <param name="Sentences">How, in the words of its screens.</param>
/// <param name="Values">What to enter.</param>
/// <param name="Check">By what it shows that it is done.</param>
internal sealed record GuideStep(string Title, IReadOnlyList<string> Sentences, IReadOnlyList<GuideValue> Values, GuideCheck Check = GuideCheck.None);

/// <summary>How far a set-up is, as its requests show.</summary>
/// <param name="Mode">The organization's mode.</param>
/// <param name="HasToken">Whether there is a live SCIM token.</param>
/// <param name="Status">What came in; null: not known at present.</param>
internal sealed record GuideProgress(ProvisioningMode Mode, bool HasToken, GetProvisioningStatusResponse? Status)
{
    /// <summary>Whether a step is done; null: it isn't seen from here.</summary>
    public bool? IsDone(GuideCheck check) => check switch
    {
        GuideCheck.None => null,
        GuideCheck.ScimMode => Mode == ProvisioningMode.Scim,
        GuideCheck.Token => HasToken,
        _ => At(check) is not null,
    };

    /// <summary>When it was; null: it wasn't, or no time is known.</summary>
    public Timestamp? At(GuideCheck check) => check switch
    {
        GuideCheck.CredentialsTested => Status?.CredentialsTested,
        GuideCheck.FirstUser => Status?.FirstUser,
        GuideCheck.FirstGroup => Status?.FirstGroup,
        GuideCheck.FirstMembership => Status?.FirstMembership,
        _ => null,
    };

    /// <summary>What arrives in a set-up, in its order, and what it is called once it did.</summary>
    public static IReadOnlyList<(GuideCheck Check, string What)> Arrivals { get; } =
    [
        (GuideCheck.CredentialsTested, "Credentials tested"),
        (GuideCheck.FirstUser, "First user pushed"),
        (GuideCheck.FirstGroup, "First group pushed"),
        (GuideCheck.FirstMembership, "First members pushed"),
    ];

    /// <summary>What is waited for.</summary>
    public static string WaitingFor(GuideCheck check) => check switch
    {
        GuideCheck.ScimMode => "Waiting for Support to switch this organization to SCIM",
        GuideCheck.Token => "Waiting for a token to be issued",
        GuideCheck.CredentialsTested => "Waiting for a first request with a token of this organization",
        GuideCheck.FirstUser => "Waiting for a first user",
        GuideCheck.FirstGroup => "Waiting for a first group",
        GuideCheck.FirstMembership => "Waiting for a first member of a group",
        _ => "",
    };
}
