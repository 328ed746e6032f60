namespace OptiId.AdminCenter.Api;

/// <summary>Why a request was refused (RFC 9457).</summary>
internal sealed record Problem
{
    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>409</example>
    public required int Status { get; init; }

    /// <summary>What was wrong, where, and what to do, in a sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>Which rule said no, for programs to tell apart.</summary>
    /// <example>MANAGED_BY_IDENTITY_PROVIDER</example>
    public required string Reason { get; init; }

    /// <summary>The request's id, as it stands in logs and in the audit log.</summary>
    public required string RequestId { get; init; }

    /// <summary>Which values of the request were wrong.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}

/// <summary>One value of a request that was wrong.</summary>
/// <param name="Field">The member of the body, or the parameter of the address.</param>
/// <param name="Detail">What was wrong with it.</param>
internal sealed record FieldProblem(string Field, string Detail);
