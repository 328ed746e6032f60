using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests;

/// <summary>Who may know whom.</summary>
internal static partial class Borders
{
    private static readonly string[] MayKnowRedis = ["libs/store/", "libs/events/", "libs/embedded-store/", "tests/"];

    /// <summary>A service calls another by gRPC, never by its code.</summary>
    public static IEnumerable<string> FindServicesThatReferenceOthers(IReadOnlyList<SourceFile> files) =>
        from project in files
        where project.IsUnder("services/") && project.Path.EndsWith(".csproj", StringComparison.Ordinal)
        from Match reference in ProjectReference().Matches(project.Text)
        let target = Links.Resolve(project.Folder, reference.Groups[1].Value.Replace('\\', '/'))
        where target.StartsWith("services/", StringComparison.Ordinal)
            && !target.StartsWith(string.Join('/', project.Path.Split('/').Take(2)) + "/", StringComparison.Ordinal)
        select $"{project.Path} references {target}";

    /// <summary>Only stores know Redis.</summary>
    public static IEnumerable<string> FindStrangersToRedis(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && !file.IsUnder(MayKnowRedis)
        where !file.Path.Contains("/Storage/", StringComparison.Ordinal) && Redis().IsMatch(file.Text)
        select $"{file.Path} knows StackExchange.Redis; a store belongs in Storage/";

    /// <summary>Only one place knows the SCIM media type.</summary>
    public static IEnumerable<string> FindFurtherScimMediaTypes(IReadOnlyList<SourceFile> files) =>
        (from file in files
         where file.IsProductCode
         from Match literal in ScimMediaType().Matches(file.Text)
         select $"{file.Path} has the SCIM media type, which belongs in one place").Skip(1);

    [GeneratedRegex("""<ProjectReference\s+Include="([^"]+)["]""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"^\s*(using\s+.*\bStackExchange\.Redis\b|[^/\n]*\bStackExchange\.Redis\.\w)", RegexOptions.Multiline)]
    private static partial Regex Redis();

    [GeneratedRegex("""^[^/\n]*"[^"\n]*application/scim\+json""", RegexOptions.Multiline)]
    private static partial Regex ScimMediaType();
}
