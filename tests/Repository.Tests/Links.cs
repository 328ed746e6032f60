using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests;

/// <summary>Links in the pages lead somewhere.</summary>
internal static partial class Links
{
    public static IEnumerable<string> FindDead(IReadOnlyList<SourceFile> files)
    {
        var targets = new HashSet<string> { "" };
        foreach (var file in files)
        {
            for (var path = file.Path; path.Length > 0; path = path.Contains('/') ? path[..path.LastIndexOf('/')] : "")
            {
                targets.Add(path);
            }
        }

        return from page in files
               where page.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
               from Match link in Link().Matches(Code().Replace(page.Text, ""))
               let target = link.Groups[1].Value.Split('#')[0]
               where target.Length > 0 && !Elsewhere().IsMatch(target)
               where !targets.Contains(Resolve(page.Folder, Uri.UnescapeDataString(target)))
               select $"{page.Path}: nothing at {target}";
    }

    /// <summary>A path from the root, for one that is relative to a folder or begins with a slash.</summary>
    public static string Resolve(string folder, string relative)
    {
        var parts = new List<string>();
        foreach (var part in (relative.StartsWith('/') ? relative : $"{folder}/{relative}").Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\(<?([^)>\s]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(```|~~~).*?^\1|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
