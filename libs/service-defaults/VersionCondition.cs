using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>If-Match and If-None-Match (RFC 7644 §3.14): which versions a change may find.</summary>
/// <param name="If">One of these; empty: any.</param>
/// <param name="Unless">None of these.</param>
public readonly record struct VersionCondition(IReadOnlyCollection<ulong> If, IReadOnlyCollection<ulong> Unless)
{
    /// <summary>Any version will do.</summary>
    public static VersionCondition None => new([], []);

    /// <summary>Whether any version will do.</summary>
    public bool IsNone => If.Count == 0 && Unless.Count == 0;

    /// <summary>Two people edit one thing: the second is told, nothing is overwritten silently.</summary>
    /// <param name="asked">The version that was looked at; 0: any.</param>
    /// <param name="version">The present one.</param>
    /// <param name="what">What was edited: "this user".</param>
    /// <exception cref="RefusedException">VERSION_MISMATCH.</exception>
    public static void CheckEdited(ulong asked, ulong version, string what)
    {
        if (asked != 0 && asked != version)
        {
            throw new RefusedException(Reason.VersionMismatch, $"Somebody else has changed {what} meanwhile: look again, then repeat your change.");
        }
    }

    /// <summary>Refuses a version that doesn't fit.</summary>
    /// <exception cref="RefusedException">VERSION_MISMATCH.</exception>
    public void Check(ulong version)
    {
        if (If.Count > 0 && !If.Contains(version))
        {
            throw new RefusedException(Reason.VersionMismatch, "It has changed since the version in If-Match; read it again.");
        }

        if (Unless.Contains(version))
        {
            throw new RefusedException(Reason.VersionMismatch, "It still has the version in If-None-Match.");
        }
    }
}
