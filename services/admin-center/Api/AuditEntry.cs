using OptiId.Admin.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>Who did what when.</summary>
internal sealed record AuditEntry
{
    /// <summary>1, 2, 3, … in the organization.</summary>
    public required ulong Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>administrator:USER</c>, <c>support:NAME</c>, <c>api:TOKEN</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Which request.</summary>
    public string? RequestId { get; init; }

    /// <summary>What: <c>group.created</c>, <c>grant.made</c>, <c>sign-in</c>, …</summary>
    public required string Action { get; init; }

    /// <summary>What it is about.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>A sentence, without personal data.</summary>
    public required string Summary { get; init; }

    /// <summary>Of a refused attempt: which rule said no.</summary>
    public string? Refusal { get; init; }

    /// <summary>The hash of the entry before, in hexadecimal digits.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>
    /// In hexadecimal digits, SHA-256 of the entry without this hash, but with the hash before: as the protobuf message optiid.admin.v1.AuditEntry,
    /// its fields in the order of their numbers, defaults left out. The export as JSON Lines has these bytes as <c>content</c>.
    /// </summary>
    public required string Hash { get; init; }

    public static AuditEntry Of(Admin.V1.AuditEntry entry) => new()
    {
        Number = entry.Number,
        At = entry.At.ToDateTimeOffset(),
        Actor = entry.Actor,
        RequestId = Words.Some(entry.RequestId),
        Action = entry.Action,
        Targets = Target.Of(entry.Targets),
        Summary = entry.Summary,
        Refusal = Words.Some(entry.Refusal),
        PreviousHash = Convert.ToHexStringLower(entry.PreviousHash.Span),
        Hash = Convert.ToHexStringLower(entry.Hash.Span),
    };
}

/// <summary>A page of the audit log, the newest first. It may be short and yet not the last.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="NextBefore">Asks for the next page, as <c>before</c>; absent: the end.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, ulong? NextBefore)
{
    public static AuditPage Of(Audit.AuditPage answer) => new([.. answer.Entries.Select(AuditEntry.Of)], answer.NextBefore == 0 ? null : answer.NextBefore);
}

/// <summary>Whether the audit log is as it was written.</summary>
internal sealed record AuditVerification
{
    /// <summary>Whether nothing is missing and nothing was changed.</summary>
    public required bool Intact { get; init; }

    /// <summary>How many entries there are.</summary>
    public required ulong Entries { get; init; }

    /// <summary>The newest entry's hash, to be noted down with its number.</summary>
    public required string HeadHash { get; init; }

    /// <summary>The first entry that is missing or isn't what was written.</summary>
    public ulong? BrokenAt { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public required string Finding { get; init; }

    public static AuditVerification Of(VerifyAuditLogResponse answer) => new()
    {
        Intact = answer.Intact,
        Entries = answer.Entries,
        HeadHash = Convert.ToHexStringLower(answer.HeadHash.Span),
        BrokenAt = answer.BrokenAt == 0 ? null : answer.BrokenAt,
        Finding = answer.Finding,
    };
}
