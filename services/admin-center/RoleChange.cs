using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter;

/// <summary>A role in a product instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Role">The role.</param>
internal readonly record struct RoleOf(string InstanceId, string Role);

/// <summary>Which roles a group is to get and to lose, as groups changes it and as access looks at it before (P25).</summary>
/// <param name="Made">What it gets.</param>
/// <param name="Ended">What it loses.</param>
internal sealed record RoleChange(IReadOnlyList<RoleOf> Made, IReadOnlyList<RoleOf> Ended)
{
    /// <summary>To be saved.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="version">The version of the grants that it may find; 0: any.</param>
    /// <param name="cause">Names who changes it.</param>
    public ChangeGrantsRequest ToChange(string organizationId, string groupId, ulong version, Cause cause) => new()
    {
        OrganizationId = organizationId,
        GroupId = groupId,
        Make = { Made.Select(role => new InstanceRole { InstanceId = role.InstanceId, Role = role.Role }) },
        End = { Ended.Select(role => new InstanceRole { InstanceId = role.InstanceId, Role = role.Role }) },
        IfVersion = version,
        Cause = cause,
    };

    /// <summary>To be looked at before.</summary>
    public PreviewGrantsRequest ToPreview(string organizationId, string groupId, Consistency consistency) => new()
    {
        OrganizationId = organizationId,
        GroupId = groupId,
        Make = { Made.Select(role => new PreviewedRole { InstanceId = role.InstanceId, Role = role.Role }) },
        End = { Ended.Select(role => new PreviewedRole { InstanceId = role.InstanceId, Role = role.Role }) },
        Consistency = consistency,
    };
}
