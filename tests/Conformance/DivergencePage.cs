using System.Text.RegularExpressions;

namespace OptiId.Conformance.Tests;

/// <summary>The table of docs/scim-divergences.md. A row's key is the anchor in its first cell.</summary>
internal static partial class DivergencePage
{
    public const string Path = "docs/scim-divergences.md";

    /// <summary>The rows' keys; empty for a row without one.</summary>
    public static IReadOnlyList<string> ReadKeys() => ParseKeys(RepositoryFile.Read(Path));

    /// <summary>Reads a page's text.</summary>
    public static IReadOnlyList<string> ParseKeys(string page) =>
        [.. page.Split('\n').Where(line => Row().IsMatch(line)).Select(line => Anchor().Match(line).Groups[1].Value)];

    // Every row of a table but its head and the line below it.
    [GeneratedRegex(@"^\| (?!section \||---)")]
    private static partial Regex Row();

    [GeneratedRegex("""^\| <a id="([a-z0-9-]+)"></a>""")]
    private static partial Regex Anchor();
}
