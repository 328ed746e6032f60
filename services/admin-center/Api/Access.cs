namespace OptiId.AdminCenter.Api;

/// <summary>How fresh an answer about access is.</summary>
/// <param name="Fresh">Shown within the configured bound to include everything that was answered before.</param>
/// <param name="AgeMilliseconds">Since it was last shown.</param>
internal sealed record Freshness(bool Fresh, double AgeMilliseconds)
{
    public static Freshness Of(OptiId.Access.V1.Freshness freshness) => new(freshness.Fresh, freshness.Age?.ToTimeSpan().TotalMilliseconds ?? 0);
}

/// <summary>What a user may do in a product instance.</summary>
/// <param name="InstanceId">The product instance.</param>
/// <param name="Product">Its product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">The roles, sorted.</param>
internal sealed record InstanceAccess(string InstanceId, string Product, string Name, IReadOnlyList<string> Roles);

/// <summary>Where a user has access.</summary>
/// <param name="Instances">The product instances.</param>
/// <param name="Freshness">How fresh this is.</param>
internal sealed record UserAccess(IReadOnlyList<InstanceAccess> Instances, Freshness Freshness);

/// <summary>Somebody with access to a product instance.</summary>
/// <param name="User">Who.</param>
/// <param name="Roles">The roles, sorted.</param>
internal sealed record InstanceUser(Person User, IReadOnlyList<string> Roles);

/// <summary>A page of those who have access to a product instance.</summary>
/// <param name="Users">Who.</param>
/// <param name="NextPageToken">Asks for the next page; absent on the last.</param>
/// <param name="Freshness">How fresh this is.</param>
internal sealed record InstanceUserPage(IReadOnlyList<InstanceUser> Users, string? NextPageToken, Freshness Freshness);

/// <summary>One way in which a user has a role.</summary>
internal sealed record AccessPath
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The group that has it.</summary>
    public required string GroupId { get; init; }

    /// <summary>What the group is called.</summary>
    public required string GroupName { get; init; }

    /// <summary>Whether the group is Everyone, to which every active user belongs.</summary>
    public required bool Everyone { get; init; }

    /// <summary>The grant.</summary>
    public required string GrantId { get; init; }

    /// <summary>Since when the group has the role.</summary>
    public DateTimeOffset? Granted { get; init; }

    /// <summary>Which request granted it.</summary>
    public Cause? GrantCause { get; init; }

    /// <summary>Since when the user is in the group.</summary>
    public DateTimeOffset? MemberSince { get; init; }

    /// <summary>Which request put the user there.</summary>
    public Cause? MembershipCause { get; init; }

    public static AccessPath Of(OptiId.Access.V1.AccessPath path) => new()
    {
        Role = path.Role,
        GroupId = path.GroupId,
        GroupName = path.GroupName,
        Everyone = path.Everyone,
        GrantId = path.GrantId,
        Granted = Words.At(path.Granted),
        GrantCause = Cause.Of(path.GrantCause),
        MemberSince = Words.At(path.MemberSince),
        MembershipCause = Cause.Of(path.MembershipCause),
    };
}

/// <summary>Why somebody has access to a product instance, or why not.</summary>
/// <param name="Paths">Each way in which the user has a role; empty: none.</param>
/// <param name="Summary">Why there is none, where there is none.</param>
/// <param name="Freshness">How fresh this is.</param>
internal sealed record AccessExplanation(IReadOnlyList<AccessPath> Paths, string? Summary, Freshness Freshness);

/// <summary>One role, and who would gain or lose it.</summary>
/// <param name="InstanceId">The product instance.</param>
/// <param name="Role">The role.</param>
/// <param name="Gained">Gained, or lost.</param>
/// <param name="Users">How many people: not those who have the role through another group as well.</param>
/// <param name="Examples">Up to 20 of them.</param>
internal sealed record RoleEffect(string InstanceId, string Role, bool Gained, ulong Users, IReadOnlyList<Person> Examples);

/// <summary>What a change of grants would do.</summary>
/// <param name="Effects">Each role that somebody would gain or lose.</param>
/// <param name="Members">How many active users the group has.</param>
/// <param name="Partial">The group is too large to look at everybody: the numbers are of those who were looked at.</param>
/// <param name="Freshness">How fresh this is.</param>
internal sealed record GrantPreview(IReadOnlyList<RoleEffect> Effects, ulong Members, bool Partial, Freshness Freshness);
