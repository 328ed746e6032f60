using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests;

/// <summary>One name, three files: an RPC's code is in the file of its name, in the folder of the service that answers it.</summary>
internal static partial class RpcFiles
{
    // ChangesService is served by libs/events for whoever has a log.
    private static readonly HashSet<string> ServedByLibraries = ["events"];
    private static readonly Dictionary<string, string> Folders = new() { ["gateway"] = "scim-gateway", ["admin"] = "admin-center" };

    public static IEnumerable<string> FindViolations(IReadOnlyList<SourceFile> files)
    {
        var paths = files.Select(file => file.Path).ToHashSet();
        foreach (var proto in files.Where(file => file.Path.EndsWith(".proto", StringComparison.Ordinal)))
        {
            var package = Package().Match(proto.Text).Groups[1].Value;
            var folder = $"services/{Folders.GetValueOrDefault(package, package)}";
            if (ServedByLibraries.Contains(package) || !paths.Any(path => path.StartsWith(folder + "/", StringComparison.Ordinal)))
            {
                continue;
            }

            foreach (Match rpc in Rpc().Matches(proto.Text))
            {
                if (!paths.Contains($"{folder}/{rpc.Groups[1].Value}.cs"))
                {
                    yield return $"{proto.Path}: rpc {rpc.Groups[1].Value} has no {folder}/{rpc.Groups[1].Value}.cs";
                }
            }
        }
    }

    [GeneratedRegex(@"^package\s+optiid\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^\s*rpc\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Rpc();
}
