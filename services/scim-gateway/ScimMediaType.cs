using System.Net.Http.Headers;

namespace OptiId.ScimGateway;

/// <summary>The media type of SCIM (RFC 7644 §8.1), named here only.</summary>
internal static class ScimMediaType
{
    public const string Name = "application/scim+json";

    /// <summary>Of every answer.</summary>
    public const string WithCharset = Name + "; charset=utf-8";

    private const string Json = "application/json";

    /// <summary>Whether a body of this type is read: both types are accepted, with parameters, in UTF-8 (facts/okta.md §1).</summary>
    public static bool IsAccepted(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (Is(type.MediaType, Name) || Is(type.MediaType, Json))
        && (type.CharSet is null || Is(type.CharSet.Trim('"'), "utf-8"));

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
