using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>Who manages a user or a group.</summary>
[JsonConverter(typeof(EnumWords<Source>))]
internal enum Source
{
    Scim,
    Jit,
    Local,
    System,
}

/// <summary>What a user is at present.</summary>
[JsonConverter(typeof(EnumWords<UserState>))]
internal enum UserState
{
    Active,
    Deactivated,
    Deleted,
}

/// <summary>A user.</summary>
internal sealed record User
{
    /// <summary>The id, never used for another.</summary>
    public required string Id { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string UserName { get; init; }

    /// <summary>The first name.</summary>
    public string? GivenName { get; init; }

    /// <summary>The last name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>The identity provider's id.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Who manages the user; what <c>scim</c> and <c>jit</c> manage is read-only here.</summary>
    public required Source Source { get; init; }

    /// <summary>What the user is at present.</summary>
    public required UserState State { get; init; }

    /// <summary>Since when the user is here.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the user was last changed.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>When the identity provider last wrote the user, changed or not; absent: not within the 30 days of the provisioning log, or that doesn't answer.</summary>
    public DateTimeOffset? LastSync { get; init; }

    /// <summary>Since when the user is deactivated.</summary>
    public DateTimeOffset? Deactivated { get; init; }

    /// <summary>Every attribute as the identity provider sent it; only where one user is asked for.</summary>
    public JsonElement? Attributes { get; init; }

    public static User Of(Identity.V1.User user, bool withAttributes = false) => new()
    {
        Id = user.Id,
        UserName = user.UserName,
        GivenName = Words.Some(UserNames.GivenName(user)),
        FamilyName = Words.Some(UserNames.FamilyName(user)),
        ExternalId = Words.Some(user.ExternalId),
        Source = Words.Of<Source>(user.Source) ?? Source.Scim,
        State = Words.Of<UserState>(user.State) ?? UserState.Active,
        Created = user.Created.ToDateTimeOffset(),
        LastModified = user.LastModified.ToDateTimeOffset(),
        Deactivated = Words.At(user.Deactivated),
        Attributes = withAttributes && !user.Document.IsEmpty ? JsonElement.Parse(user.Document.Span) : null,
    };
}

/// <summary>A page of users, by userName.</summary>
/// <param name="Users">The users.</param>
/// <param name="NextPageToken">Asks for the next page; absent on the last.</param>
/// <param name="ActiveUsers">How many active users the organization has, whatever was searched for.</param>
internal sealed record UserPage(IReadOnlyList<User> Users, string? NextPageToken, ulong ActiveUsers);

/// <summary>Who somebody is, beside an id.</summary>
internal sealed record Person
{
    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The e-mail address; absent where the user is gone.</summary>
    public string? UserName { get; init; }

    /// <summary>The first name.</summary>
    public string? GivenName { get; init; }

    /// <summary>The last name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Who users are, in the order of their ids here.</summary>
    public static async Task<IReadOnlyDictionary<string, Person>> FindAsync(ApiCall api, string organization, IEnumerable<string> userIds)
    {
        var ids = userIds.Distinct(StringComparer.Ordinal).ToList();
        var known = await api.AskAsync(() => api.Backends.Users.ReadByIdAsync(organization, ids, api.Aborted));
        return ids.ToDictionary(id => id, id => known.TryGetValue(id, out var user)
            ? new Person
            {
                UserId = id,
                UserName = user.UserName,
                GivenName = Words.Some(UserNames.GivenName(user)),
                FamilyName = Words.Some(UserNames.FamilyName(user)),
            }
            : new Person { UserId = id });
    }
}

/// <summary>Why something is as it is: which request, by whom.</summary>
/// <param name="RequestId">The request, as the provisioning log and the audit log name it.</param>
/// <param name="Actor">Who: <c>scim:TOKEN</c>, <c>administrator:USER</c>, <c>api:TOKEN</c>, <c>support:NAME</c>, <c>sign-in</c>, <c>system</c>.</param>
internal sealed record Cause(string RequestId, string Actor)
{
    public static Cause? Of(Common.V1.Cause? cause) => cause is null ? null : new(cause.RequestId, cause.Actor);
}
