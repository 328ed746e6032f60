using OptiId.Common.V1;

namespace OptiId.AdminCenter;

/// <summary>Why something is read-only here, and where to change it, in the words of the identity provider's screens (P24). Pure.</summary>
internal static class ManagedElsewhere
{
    /// <summary>Of a user; null: administrators change it here.</summary>
    public static string? OfUser(Source source) => source switch
    {
        Source.Scim => "Managed by your identity provider, which sends this user over SCIM. Change names and e-mail address there (in Okta under Directory > People; in Entra under Users), and end the access by "
            + "ending the user's assignment to the application (in Okta under Applications > your application > Assignments). What is changed there arrives here by itself.",
        Source.Jit => "Came by signing in through your identity provider, which sends the names at each sign-in. Change them there (in Okta under Directory > People; in Entra under Users): they are taken from there when "
            + "the person signs in next.",
        _ => null,
    };

    /// <summary>Of a group; null: administrators change it here.</summary>
    public static string? OfGroup(Source source) => source == Source.Scim
        ? "Managed by your identity provider, which pushes this group over SCIM. Change its name and members there (in Okta: the group under Directory > Groups; what is pushed, under Applications > your application > "
            + "Push Groups). Which product instances it gives access to is decided here, below."
        : null;
}
