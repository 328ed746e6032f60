using System.Buffers;

namespace OptiId.AdminCenter;

/// <summary>Comma-separated values (RFC 4180) that a spreadsheet shows as text.</summary>
internal static class Csv
{
    /// <summary>What a file begins with: without it, spreadsheets take UTF-8 for something older.</summary>
    public const string Beginning = "\uFEFF";

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>One line, with its end.</summary>
    public static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>One cell. What a spreadsheet would take for a formula gets an apostrophe before it: names come from elsewhere.</summary>
    public static string Cell(string text)
    {
        var shown = BeginsAsFormula(text) ? "'" + text : text;
        return shown.AsSpan().ContainsAny(Quoted) ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : shown;
    }

    // The wide forms are taken for the narrow ones by some.
    private static bool BeginsAsFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];
}
