using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests;

/// <summary>Rules about single files.</summary>
internal static partial class Habits
{
    private const int MaximumLines = 400;

    /// <summary>A file is read at one sitting.</summary>
    public static IEnumerable<string> FindLongFiles(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".cs", StringComparison.Ordinal)
        let lines = file.Text.AsSpan().Count('\n')
        where lines > MaximumLines
        select $"{file.Path} has {lines} lines; {MaximumLines} is a sitting";

    /// <summary>A blocked thread pool shows as timeouts of the store.</summary>
    public static IEnumerable<string> FindBlockingWaits(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsProductCode
        from Match wait in BlockingWait().Matches(Comment().Replace(file.Text, ""))
        select $"{file.Path} waits with {wait.Value}";

    /// <summary>Nothing of the machine that it was made on.</summary>
    public static IEnumerable<string> FindMachineTraces(IReadOnlyList<SourceFile> files) =>
        from file in files
        from Match trace in MachineTrace().Matches(file.Text)
        where !(trace.Value.StartsWith("mcr.", StringComparison.Ordinal) && IsImageDefinition(file))
        select $"{file.Path} names {trace.Value}";

    /// <summary>MassTransit 9 is commercial (8 is Apache-2.0); without an upper bound a restore may take it.</summary>
    public static IEnumerable<string> FindCommercialMassTransit(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".props", StringComparison.Ordinal) || file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        from Match version in MassTransitVersion().Matches(file.Text)
        where !BelowNine().IsMatch(version.Groups[1].Value)
        select $"{file.Path} allows MassTransit {version.Groups[1].Value}; it must be [8.x,9)";

    // A base image has to be named somewhere.
    private static bool IsImageDefinition(SourceFile file) =>
        file.Path.Split('/')[^1].Contains("Dockerfile", StringComparison.Ordinal) || file.IsUnder("deploy/");

    [GeneratedRegex(@"\.Result\b(?=\s*[;,.)\]]|$)|\.Wait\(|\.GetAwaiter\(\)\s*\.GetResult\(", RegexOptions.Multiline)]
    private static partial Regex BlockingWait();

    [GeneratedRegex(@"//.*$|/\*.*?\*/|""[^""\n]*""", RegexOptions.Multiline)]
    private static partial Regex Comment();

    // Written so that it doesn't find itself. Debian has a package with a registry's name, as scripts/test says it: "dockerd:PACKAGE".
    [GeneratedRegex(@"(?<![\w.-])/wor[k]/\w+|/root/\.\w+|(api\.nuge[t]|www\.nuge[t])\.org|registry\.npmj[s]\.org|registry\.yarnpk[g]\.com"
        + @"|mcr\.microsof[t]\.com|(?<![\w.:-])(docke[r]|ghc[r]|qua[y])\.io\b|proxy\.golan[g]\.org|deb\.debia[n]\.org|pypi\.or[g]\b")]
    private static partial Regex MachineTrace();

    [GeneratedRegex("""(?:PackageVersion|PackageReference)\s+(?:Include|Update)="MassTransit[^"]*"\s+Version="([^"]*)["]""")]
    private static partial Regex MassTransitVersion();

    [GeneratedRegex(@"^\[8\.[0-9.]+,\s*9(\.0)*\)$")]
    private static partial Regex BelowNine();
}
