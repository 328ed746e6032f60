using System.Diagnostics.CodeAnalysis;

namespace OptiId.Scim;

/// <summary>A text that stands for the id of a resource that the same request creates (RFC 7644 section 3.7.2).</summary>
internal static class BulkReference
{
    /// <summary>What stands before the bulkId: a literal, so its letter case counts.</summary>
    public const string Prefix = "bulkId:";

    /// <summary>Reads a whole text as a reference; false where it isn't one.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? bulkId)
    {
        bulkId = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;
        return bulkId is not null;
    }
}
