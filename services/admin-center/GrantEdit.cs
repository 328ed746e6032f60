using OptiId.Access.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter;

/// <summary>What an administrator ticked of a group's roles, against what was loaded under a version (P25).</summary>
internal sealed class GrantEdit
{
    private HashSet<RoleOf> loaded = [];
    private HashSet<RoleOf> ticked = [];

    /// <summary>The version of the grants that was loaded.</summary>
    public ulong Version { get; private set; }

    /// <summary>What the group would get.</summary>
    public IReadOnlyList<RoleOf> Made => [.. ticked.Except(loaded)];

    /// <summary>What the group would lose.</summary>
    public IReadOnlyList<RoleOf> Ended => [.. loaded.Except(ticked)];

    /// <summary>Whether anything would change.</summary>
    public bool IsChanged => !ticked.SetEquals(loaded);

    /// <summary>Whether a role is ticked.</summary>
    public bool IsTicked(RoleOf role) => ticked.Contains(role);

    /// <summary>Whether the group has a role at present, as far as was loaded.</summary>
    public bool IsGranted(RoleOf role) => loaded.Contains(role);

    /// <summary>Ticks a role, or takes the tick away.</summary>
    public void Tick(RoleOf role, bool isTicked)
    {
        if (isTicked)
        {
            ticked.Add(role);
        }
        else
        {
            ticked.Remove(role);
        }
    }

    /// <summary>Back to what was loaded.</summary>
    public void Reset() => ticked = [.. loaded];

    /// <summary>
    /// Takes in what is there now, and keeps what was changed by hand: somebody else's changes stay, and so do the ticks that were made and taken here.
    /// </summary>
    public void Load(IEnumerable<Grant> grants, ulong version)
    {
        var (made, ended) = (Made, Ended);
        loaded = [.. grants.Select(grant => new RoleOf(grant.InstanceId, grant.Role))];
        ticked = [.. loaded.Union(made).Except(ended)];
        Version = version;
    }

    /// <summary>The change, to be saved.</summary>
    public ChangeGrantsRequest ToChange(string organizationId, string groupId, Common.V1.Cause cause) => Change.ToChange(organizationId, groupId, Version, cause);

    /// <summary>The change, to be looked at before.</summary>
    public PreviewGrantsRequest ToPreview(string organizationId, string groupId) => Change.ToPreview(organizationId, groupId, new() { AllowStale = true });

    private RoleChange Change => new(Made, Ended);
}
