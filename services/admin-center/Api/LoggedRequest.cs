using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>Which identity provider asked.</summary>
[JsonConverter(typeof(EnumWords<Client>))]
internal enum Client
{
    Other,
    Okta,
    Entra,
}

/// <summary>What a SCIM request was.</summary>
[JsonConverter(typeof(EnumWords<Operation>))]
internal enum Operation
{
    Other,
    Read,
    Search,
    Create,
    Update,
    Deactivate,
    Reinstate,
    Delete,
    ChangeMembers,
    Bulk,
}

/// <summary>What a SCIM request was about.</summary>
[JsonConverter(typeof(EnumWords<ResourceKind>))]
internal enum ResourceKind
{
    User,
    Group,
}

/// <summary>What a SCIM request was about.</summary>
/// <param name="Kind">A user or a group.</param>
/// <param name="Id">Its id; absent where it never got one.</param>
/// <param name="Name">What it was called; absent after an erasure.</param>
internal sealed record Resource(ResourceKind Kind, string? Id, string? Name)
{
    public static IReadOnlyList<Resource> Of(IEnumerable<Gateway.V1.Target> targets) =>
        [.. targets.Select(target => new Resource(Words.Of<ResourceKind>(target.Kind) ?? ResourceKind.User, Words.Some(target.Id), Words.Some(target.Name)))];
}

/// <summary>A SCIM request, and what came of it.</summary>
internal sealed record LoggedRequest
{
    /// <summary>1, 2, 3, … in the organization.</summary>
    public required ulong Number { get; init; }

    /// <summary>Its id, as histories and explanations name it.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public required double DurationMilliseconds { get; init; }

    /// <summary>The token that was shown.</summary>
    public string? TokenId { get; init; }

    /// <summary>Which identity provider asked.</summary>
    public Client? Client { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query below the base URL.</summary>
    public required string Address { get; init; }

    /// <summary>What it was.</summary>
    public Operation? Operation { get; init; }

    /// <summary>What it was, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public required uint Status { get; init; }

    /// <summary>What it was about.</summary>
    public required IReadOnlyList<Resource> Targets { get; init; }

    /// <summary>What changed, a sentence each.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Attributes that came and that nothing uses.</summary>
    public required IReadOnlyList<string> UnusedAttributes { get; init; }

    /// <summary>Members who aren't here yet.</summary>
    public required IReadOnlyList<string> ParkedUserIds { get; init; }

    /// <summary>Of a reinstatement: whether the memberships of before count again.</summary>
    public bool? MembershipsKept { get; init; }

    /// <summary>Of a failure: the SCIM error's keyword.</summary>
    public string? ScimType { get; init; }

    /// <summary>Of a failure: the SCIM error's sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>Of a failure: what to change at the identity provider.</summary>
    public string? Advice { get; init; }

    /// <summary>The bulk request that it was an operation of.</summary>
    public string? BulkRequestId { get; init; }

    public static LoggedRequest Of(Gateway.V1.LoggedRequest request) => new()
    {
        Number = request.Number,
        RequestId = request.RequestId,
        At = request.At.ToDateTimeOffset(),
        DurationMilliseconds = request.Duration?.ToTimeSpan().TotalMilliseconds ?? 0,
        TokenId = Words.Some(request.TokenId),
        Client = Words.Of<Client>(request.Client),
        Method = request.Method,
        Address = request.Address,
        Operation = Words.Of<Operation>(request.Operation),
        Summary = request.Summary,
        Status = request.Status,
        Targets = Resource.Of(request.Targets),
        Changes = request.Changes,
        UnusedAttributes = request.UnusedAttributes,
        ParkedUserIds = request.ParkedUserIds,
        MembershipsKept = request.HasMembershipsKept ? request.MembershipsKept : null,
        ScimType = Words.Some(request.ScimType),
        Detail = Words.Some(request.Detail),
        Advice = Words.Some(request.Advice),
        BulkRequestId = Words.Some(request.BulkRequestId),
    };
}

/// <summary>A page of the provisioning log: the newest first, after a number the oldest first. It may be short or empty and yet not the last.</summary>
/// <param name="Requests">The requests.</param>
/// <param name="NextBefore">Asks for the next page, as <c>before</c>; absent: the end, or <c>after</c> was asked for.</param>
/// <param name="NextAfter">Where <c>after</c> was asked for: asks for what comes next, as <c>after</c>; the same again where nothing came.</param>
internal sealed record LoggedRequestPage(IReadOnlyList<LoggedRequest> Requests, ulong? NextBefore, ulong? NextAfter = null);

/// <summary>A SCIM request with what came and what was answered, without secrets.</summary>
/// <param name="Request">The request.</param>
/// <param name="RequestHeaders">Its headers.</param>
/// <param name="RequestBody">What came.</param>
/// <param name="ResponseBody">What was answered.</param>
/// <param name="Cut">Whether one of the two is shown in part only.</param>
internal sealed record LoggedExchange(
    LoggedRequest Request, IReadOnlyDictionary<string, string> RequestHeaders, string? RequestBody, string? ResponseBody, bool Cut);
