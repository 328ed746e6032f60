using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using OptiId.Errors.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.Tokens;

/// <summary>What a token is asked for, checked.</summary>
internal sealed record TokenTerms(TokenKind Kind, string Label, IReadOnlyList<Scope> Scopes, Timestamp? Expires)
{
    public const int MaximumLabelLength = 100;

    public static TokenTerms Parse(IssueTokenRequest request, DateTimeOffset now) =>
        new(TokenKinds.Parse(request.Kind), ParseLabel(request.Label), ParseScopes(request.Scopes), ParseExpiry(request.Expires, now));

    /// <summary>Absent: never. A time that has passed is refused, for such a token could never be used.</summary>
    public static Timestamp? ParseExpiry(Timestamp? expires, DateTimeOffset now)
    {
        if (expires is null)
        {
            return null;
        }

        // Seconds decide, so that a time which no date can hold is refused too, not thrown at.
        var latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return expires.Seconds > now.ToUnixTimeSeconds() && expires.Seconds <= latest && expires.Nanos is >= 0 and < 1_000_000_000
            ? expires
            : throw new RefusedException(Reason.InvalidValue, "The expiry of a token must lie in the future. Choose a later time, or none.");
    }

    private static string ParseLabel(string label)
    {
        if (label.Length > MaximumLabelLength)
        {
            throw new RefusedException(Reason.InvalidValue, $"The label of a token has at most {MaximumLabelLength} characters; this one has {label.Length}.");
        }

        if (!CanonicalText.TryCanonicalize(label, out var canonical))
        {
            throw new RefusedException(Reason.InvalidValue, "The label of a token holds an invisible control or format character.");
        }

        return canonical.Length > 0
            ? label
            : throw new RefusedException(Reason.InvalidValue, "A token needs a label that says what it is for, e.g. \"Okta\".");
    }

    private static Scope[] ParseScopes(RepeatedField<Scope> scopes)
    {
        if (scopes.Count == 0)
        {
            return [Scope.Read, Scope.Write];
        }

        return scopes.All(scope => scope is Scope.Read or Scope.Write)
            ? [.. scopes.Distinct().Order()]
            : throw new RefusedException(Reason.InvalidValue, "The scopes of a token are read and write.");
    }
}
