using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>What is wrong with a set-up.</summary>
[JsonConverter(typeof(EnumWords<WarningKind>))]
internal enum WarningKind
{
    GroupAssignedAndPushed,
    UserNameIsNoEmail,
    UnusedAttributes,
    ReservedGroupPushed,
    GroupLeftBehind,
    GroupNameTaken,
    TokenRefused,
}

/// <summary>Something in the set-up that will hurt.</summary>
/// <param name="Kind">What it is; absent: new to this version of the API.</param>
/// <param name="Sentence">What it is, in a sentence.</param>
/// <param name="Advice">What to change at the identity provider.</param>
/// <param name="LastSeen">When it last showed.</param>
/// <param name="RequestId">The request that showed it.</param>
/// <param name="Targets">What it is about.</param>
/// <param name="Attributes">Names of attributes.</param>
internal sealed record SetupWarning(
    WarningKind? Kind, string Sentence, string Advice, DateTimeOffset? LastSeen, string? RequestId, IReadOnlyList<Resource> Targets, IReadOnlyList<string> Attributes);

/// <summary>How an organization provisions, and how far the set-up is.</summary>
internal sealed record Provisioning
{
    /// <summary><c>scim</c>: the identity provider pushes users; <c>jit</c>: they come as they sign in.</summary>
    public required Mode Mode { get; init; }

    /// <summary>What to enter at the identity provider.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Which identity provider asks.</summary>
    public Client? Client { get; init; }

    /// <summary>When the first SCIM request came.</summary>
    public DateTimeOffset? FirstRequest { get; init; }

    /// <summary>When the last SCIM request came.</summary>
    public DateTimeOffset? LastRequest { get; init; }

    /// <summary>When the identity provider first tested its credentials well.</summary>
    public DateTimeOffset? CredentialsTested { get; init; }

    /// <summary>When the first user came.</summary>
    public DateTimeOffset? FirstUser { get; init; }

    /// <summary>When the first group came.</summary>
    public DateTimeOffset? FirstGroup { get; init; }

    /// <summary>When a first group got a member.</summary>
    public DateTimeOffset? FirstMembership { get; init; }

    /// <summary>When a SCIM request last failed.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>How many SCIM requests came in the last 24 hours.</summary>
    public required ulong RequestsToday { get; init; }

    /// <summary>How many of them failed.</summary>
    public required ulong FailuresToday { get; init; }

    /// <summary>How many of them changed something.</summary>
    public required ulong ChangesToday { get; init; }

    /// <summary>How many came faster than the log could be written, and aren't in it.</summary>
    public required ulong NotRecorded { get; init; }

    /// <summary>What will hurt, with what to do.</summary>
    public required IReadOnlyList<SetupWarning> Warnings { get; init; }
}
