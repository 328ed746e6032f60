using System.Text.RegularExpressions;

namespace OptiId.Deployment.Tests;

/// <summary>The Secrets that the operator makes before anything is applied: the table in <c>deploy/k8s/README.md</c>.</summary>
internal static partial class DeclaredSecrets
{
    /// <summary>Their names and keys.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> All { get; } =
        Row().Matches(File.ReadAllText(Path.Combine(Manifests.Folder, "README.md"))).ToDictionary(
            row => row.Groups["name"].Value,
            row => (IReadOnlySet<string>)Key().Matches(row.Groups["keys"].Value).Select(key => key.Groups[1].Value).ToHashSet());

    [GeneratedRegex(@"^\| `(?<name>optiid-[a-z-]+)` \| (?<keys>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Key();
}
