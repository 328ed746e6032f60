using System.Globalization;

namespace OptiId.Scim;

/// <summary>The dateTime of RFC 7643 section 2.3.5: xsd:dateTime, such as <c>2008-01-23T04:56:22Z</c>.</summary>
internal static class ScimInstant
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmK",
    ];

    /// <summary>Reads an instant; one without an offset is taken as UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}
