using OptiId.Errors.V1;
using OptiId.Scim;

namespace OptiId.AdminCenter;

/// <summary>What an administrator types as a group's name, and what is wrong with it.</summary>
internal sealed class GroupNameForm
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks at it.</summary>
    /// <returns>Whether nothing is wrong.</returns>
    public bool Check()
    {
        Name = Name.Trim();
        Problem = Name switch
        {
            "" => "Type a name.",
            { Length: > ScimLimits.MaximumNameLength } => $"A name has at most {ScimLimits.MaximumNameLength} characters.",
            _ when !CanonicalText.TryCanonicalize(Name, out _) => "It holds an invisible control or format character, perhaps from where it was copied; type it anew.",
            _ => null,
        };
        return Problem is null;
    }

    /// <summary>Takes a service's refusal to the field where it is about the name.</summary>
    /// <returns>What is left to be told beside the form; null: the field tells it.</returns>
    public Refusal? Take(Refusal? refusal)
    {
        if (refusal is not ({ Field: "displayName" } or { Reason: Reason.GroupNameTaken or Reason.GroupNameReserved }))
        {
            return refusal;
        }

        Problem = refusal.Sentence;
        return null;
    }
}
