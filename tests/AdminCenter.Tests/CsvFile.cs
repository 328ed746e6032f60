using System.Text;

namespace OptiId.AdminCenter.Tests;

/// <summary>Reads comma-separated values as RFC 4180 has them.</summary>
internal static class CsvFile
{
    /// <summary>The rows.</summary>
    /// <exception cref="FormatException">It isn't RFC 4180.</exception>
    public static IReadOnlyList<string[]> Read(string text)
    {
        var rows = new List<string[]>();
        for (var at = 0; at < text.Length;)
        {
            var cells = new List<string>();
            do
            {
                cells.Add(ReadCell(text, ref at));
            }
            while (Take(text, ref at, ","));

            if (!Take(text, ref at, "\r\n"))
            {
                throw new FormatException($"Neither a comma nor CRLF at {at}: {text}");
            }

            rows.Add([.. cells]);
        }

        return rows;
    }

    private static string ReadCell(string text, ref int at)
    {
        if (!Take(text, ref at, "\""))
        {
            var start = at;
            while (at < text.Length && text[at] is not (',' or '\r' or '\n' or '"'))
            {
                at++;
            }

            return text[start..at];
        }

        var cell = new StringBuilder();
        while (true)
        {
            if (Take(text, ref at, "\"\""))
            {
                cell.Append('"');
            }
            else if (Take(text, ref at, "\""))
            {
                return cell.ToString();
            }
            else
            {
                cell.Append(text[at++]);
            }
        }
    }

    private static bool Take(string text, ref int at, string what)
    {
        if (!text.AsSpan(at).StartsWith(what, StringComparison.Ordinal))
        {
            return false;
        }

        at += what.Length;
        return true;
    }
}
