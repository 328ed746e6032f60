using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.AdminCenter;

/// <summary>What an administrator types of a collaborator, and what is wrong with it, field by field.</summary>
public sealed class CollaboratorForm
{
    /// <summary>An empty one.</summary>
    public CollaboratorForm()
    {
    }

    /// <summary>A user as it is.</summary>
    public CollaboratorForm(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        (UserName, GivenName, FamilyName) = (user.UserName, UserNames.GivenName(user), UserNames.FamilyName(user));
    }

    /// <summary>The e-mail address (P6).</summary>
    public string UserName { get; set; } = "";

    /// <summary>May be empty.</summary>
    public string GivenName { get; set; } = "";

    /// <summary>May be empty.</summary>
    public string FamilyName { get; set; } = "";

    /// <summary>What is wrong with the e-mail address; null: nothing.</summary>
    public string? UserNameProblem { get; private set; }

    /// <summary>What is wrong with the given name; null: nothing.</summary>
    public string? GivenNameProblem { get; private set; }

    /// <summary>What is wrong with the family name; null: nothing.</summary>
    public string? FamilyNameProblem { get; private set; }

    /// <summary>Looks at each field.</summary>
    /// <returns>Whether nothing is wrong.</returns>
    internal bool Check()
    {
        (UserName, GivenName, FamilyName) = (UserName.Trim(), GivenName.Trim(), FamilyName.Trim());
        UserNameProblem = AddressProblem(UserName);
        GivenNameProblem = NameProblem(GivenName);
        FamilyNameProblem = NameProblem(FamilyName);
        return UserNameProblem is null && GivenNameProblem is null && FamilyNameProblem is null;
    }

    /// <summary>Takes a service's refusal to the field that it is about.</summary>
    /// <returns>What is left to be told of the form as a whole; null: a field tells it.</returns>
    internal Refusal? Take(Refusal? refusal)
    {
        switch (refusal)
        {
            case { Field: "userName" } or { Reason: Reason.UserNameTaken }:
                UserNameProblem = refusal.Sentence;
                return null;
            case { Field: "givenName" }:
                GivenNameProblem = refusal.Sentence;
                return null;
            case { Field: "familyName" }:
                FamilyNameProblem = refusal.Sentence;
                return null;
            default:
                return refusal;
        }
    }

    private static string? AddressProblem(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return address switch
        {
            "" => "Type the person's e-mail address: it is the userName.",
            { Length: > ScimLimits.MaximumUserNameLength } => $"An e-mail address has at most {ScimLimits.MaximumUserNameLength} characters.",
            _ when HoldsInvisible(address) => Invisible,
            _ when at < 1 || at == address.Length - 1 || address.Any(char.IsWhiteSpace) || address.LastIndexOf('@') != at => "This is no e-mail address; one looks like ann@example.com.",
            _ => null,
        };
    }

    private static string? NameProblem(string name) => name switch
    {
        { Length: > ScimLimits.MaximumNameLength } => $"A name has at most {ScimLimits.MaximumNameLength} characters.",
        _ when HoldsInvisible(name) => Invisible,
        _ => null,
    };

    private static bool HoldsInvisible(string text) => !CanonicalText.TryCanonicalize(text, out _);

    private const string Invisible = "It holds an invisible control or format character, perhaps from where it was copied; type it anew.";
}
