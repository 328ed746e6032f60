namespace OptiId.AdminCenter.Api;

/// <summary>A role of a product instance.</summary>
/// <param name="InstanceId">The product instance.</param>
/// <param name="Role">One of the roles that it declares.</param>
internal sealed record InstanceRole(string InstanceId, string Role);

/// <summary>A role that a group has.</summary>
/// <param name="Id">The grant's id.</param>
/// <param name="GroupId">The group.</param>
/// <param name="InstanceId">The product instance.</param>
/// <param name="Role">The role.</param>
/// <param name="Since">Since when.</param>
/// <param name="Cause">Which request made it so.</param>
internal sealed record Grant(string Id, string GroupId, string InstanceId, string Role, DateTimeOffset Since, Cause? Cause)
{
    public static Grant Of(Groups.V1.Grant grant) =>
        new(grant.Id, grant.GroupId, grant.InstanceId, grant.Role, grant.Since.ToDateTimeOffset(), Api.Cause.Of(grant.Cause));
}

/// <summary>The roles that a group has.</summary>
/// <param name="Grants">The grants.</param>
internal sealed record GrantList(IReadOnlyList<Grant> Grants);

/// <summary>Which roles a group is to get and to lose, together at most 100.</summary>
internal sealed record GrantChange
{
    /// <summary>To be granted; one that is granted already is left as it is.</summary>
    public IReadOnlyList<InstanceRole> Make { get; set; } = [];

    /// <summary>To be ended; one that isn't granted is left as it is.</summary>
    public IReadOnlyList<InstanceRole> End { get; set; } = [];

    internal RoleChange ToRoles() =>
        new([.. Make.Select(role => new RoleOf(role.InstanceId, role.Role))], [.. End.Select(role => new RoleOf(role.InstanceId, role.Role))]);
}
