using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>What may become of a group (P12 to P14, P18, P24): pure.</summary>
internal static class GroupRules
{
    public const int MaximumNameLength = 256;

    private const string DisplayName = "displayName";

    /// <summary>The canonical form of a group's name.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE, GROUP_NAME_RESERVED.</exception>
    public static string CheckName(string displayName)
    {
        if (!CanonicalText.TryCanonicalize(displayName, out var canonical) || canonical.Length == 0 || displayName.Length > MaximumNameLength)
        {
            throw RefusedException.OfField(DisplayName, Reason.InvalidValue,
                $"displayName must have 1 to {MaximumNameLength} characters and no control characters.");
        }

        return SystemGroups.IsReserved(canonical)
            ? throw RefusedException.OfField(DisplayName, Reason.GroupNameReserved,
                $"\"{displayName.Trim()}\" is a reserved group of every organization and can't be created, renamed or linked; give the group another name.")
            : canonical;
    }

    /// <summary>The refusal of a taken name: which group has it and who manages it (P12).</summary>
    public static RefusedException NameTaken(GroupRecord owner) => RefusedException.OfField(DisplayName, Reason.GroupNameTaken,
        $"A group named \"{owner.DisplayName}\" exists already, with the id {owner.Id}; {ManagedBy(owner.Source)} Link to it, or choose another name.");

    /// <summary>Whether the manager may change the group's name and members.</summary>
    /// <exception cref="RefusedException">GROUP_NOT_FOUND, SYSTEM_GROUP, MANAGED_BY_IDENTITY_PROVIDER.</exception>
    public static void CheckManager(GroupState group, Manager manager, bool membersOnly)
    {
        if (manager == Manager.Scim)
        {
            if (group.IsSystem)
            {
                throw NotFound();
            }

            return;
        }

        if (group.Record.Everyone || (group.Record.Administrators && !membersOnly))
        {
            throw new RefusedException(Reason.SystemGroup, group.Record.Everyone
                ? "Everyone holds every active user, always; it can't be changed."
                : "The group of administrators can't be renamed or deleted; only its members change.");
        }

        if (group.Record.Source == Source.Scim)
        {
            throw new RefusedException(Reason.ManagedByIdentityProvider,
                $"The identity provider manages \"{group.Record.DisplayName}\" over SCIM: change or delete it there, where it is pushed from (in Okta under Push Groups), or release it first.");
        }
    }

    /// <summary>The same for whoever looks for a group that isn't there, is reserved, or is another organization's.</summary>
    public static RefusedException NotFound() => new(Reason.GroupNotFound, "There is no group with this id.");

    private static string ManagedBy(Source source) => source switch
    {
        Source.Scim => "the identity provider manages it.",
        Source.Local => "an administrator created it.",
        _ => "the system keeps it.",
    };
}
