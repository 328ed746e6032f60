using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>Which reserved group it is.</summary>
[JsonConverter(typeof(EnumWords<Reserved>))]
internal enum Reserved
{
    Everyone,
    Administrators,
}

/// <summary>A group of users.</summary>
internal sealed record Group
{
    /// <summary>The id, never used for another.</summary>
    public required string Id { get; init; }

    /// <summary>The name, one of a kind in the organization.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Who manages the group; what <c>scim</c> manages is read-only here, but for its grants.</summary>
    public required Source Source { get; init; }

    /// <summary>The identity provider's id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>How many members it has; of Everyone 0, it counts every active user.</summary>
    public required ulong MemberCount { get; init; }

    /// <summary>Which reserved group it is; absent: none.</summary>
    public Reserved? Reserved { get; init; }

    /// <summary>Since when the group is here.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the group or its members were last changed.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>When the identity provider last wrote the group, changed or not; absent: not within the 30 days of the provisioning log, or that doesn't answer.</summary>
    public DateTimeOffset? LastSync { get; init; }

    public static Group Of(Groups.V1.Group group) => new()
    {
        Id = group.Id,
        DisplayName = group.DisplayName,
        Source = Words.Of<Source>(group.Source) ?? Source.Local,
        ExternalId = Words.Some(group.ExternalId),
        MemberCount = group.MemberCount,
        Reserved = group.Everyone ? Api.Reserved.Everyone : group.Administrators ? Api.Reserved.Administrators : null,
        Created = group.Created.ToDateTimeOffset(),
        LastModified = group.LastModified.ToDateTimeOffset(),
    };
}

/// <summary>A page of groups, by displayName, the reserved ones first.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="NextPageToken">Asks for the next page; absent on the last.</param>
/// <param name="GroupsInAll">How many groups the organization has, whatever was searched for.</param>
internal sealed record GroupPage(IReadOnlyList<Group> Groups, string? NextPageToken, ulong GroupsInAll);

/// <summary>The groups of a user.</summary>
/// <param name="Groups">The groups.</param>
internal sealed record GroupList(IReadOnlyList<Group> Groups);

/// <summary>A member of a group.</summary>
/// <param name="User">Who.</param>
/// <param name="Since">Since when.</param>
/// <param name="Cause">Which request made it so.</param>
internal sealed record Member(Person User, DateTimeOffset? Since, Cause? Cause);

/// <summary>A page of members, in an order of the system's own. A page may be a little longer or shorter than was asked for.</summary>
/// <param name="Members">The members.</param>
/// <param name="NextPageToken">Asks for the next page; absent on the last.</param>
internal sealed record MemberPage(IReadOnlyList<Member> Members, string? NextPageToken);

/// <summary>Somebody who was pushed as a member and isn't here yet.</summary>
/// <param name="UserId">The id that was pushed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Expires">When it is given up.</param>
internal sealed record ParkedMember(string UserId, DateTimeOffset Since, DateTimeOffset Expires);

/// <summary>Who was pushed as a member and isn't here yet.</summary>
/// <param name="Members">Those who wait.</param>
internal sealed record ParkedMemberList(IReadOnlyList<ParkedMember> Members);

/// <summary>A group into which a user was pushed who isn't active.</summary>
/// <param name="Group">The group.</param>
/// <param name="Since">Since when.</param>
/// <param name="Expires">When it is given up.</param>
internal sealed record ParkedGroup(Group Group, DateTimeOffset Since, DateTimeOffset Expires);

/// <summary>The groups that wait for a user: the membership counts as soon as the user is reinstated.</summary>
/// <param name="Groups">The groups.</param>
internal sealed record ParkedGroupList(IReadOnlyList<ParkedGroup> Groups);
