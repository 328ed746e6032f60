using System.Text.RegularExpressions;

namespace OptiId.Conformance.Tests;

/// <summary>The key words of RFC 2119.</summary>
internal static partial class KeyWords
{
    /// <summary>How strong a key word is.</summary>
    public static Strength StrengthOf(string keyWord) => keyWord switch
    {
        "MUST" or "MUST NOT" or "SHALL" or "SHALL NOT" or "REQUIRED" => Strength.Must,
        "SHOULD" or "SHOULD NOT" or "RECOMMENDED" => Strength.Should,
        "MAY" or "OPTIONAL" => Strength.May,
        _ => throw new InvalidDataException($"{keyWord} is no key word."),
    };

    /// <summary>The first of the strongest key words in a sentence; null where there is none.</summary>
    public static string? StrongestIn(string sentence) => AnyKeyWord().Matches(sentence).Select(match => match.Value).MinBy(StrengthOf);

    [GeneratedRegex(@"\b(MUST NOT|SHALL NOT|SHOULD NOT|MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b")]
    private static partial Regex AnyKeyWord();
}
