namespace OptiId.EndToEnd.Tests;

/// <summary>The repository's programs, where the build has put them.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static string Root { get; } = FindRoot();

    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    public static string Local { get; } = PathOf("local", "optiid-local");

    public static string OktaSim { get; } = PathOf("tools/okta-sim", "okta-sim");

    public static string Operator { get; } = PathOf("tools/optiid", "optiid");

    /// <summary>A service's, by its folder's name.</summary>
    /// <param name="service">The name.</param>
    /// <param name="root">Whose: this repository's, or where another release of it was built.</param>
    public static string Service(string service, string? root = null) =>
        PathOf($"services/{service}", $"OptiId.{string.Concat(service.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}", root);

    /// <summary>Runs one of them to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments, string home)
    {
        await using var process = ChildProcess.Start(Dotnet, [program, .. arguments], EnvironmentOf(home));
        var code = await process.WaitForExitAsync(Limit);
        return (code, string.Join('\n', process.Lines), process.Errors);
    }

    /// <summary>Makes a directory the user's own: a local run announces itself there, and the tools look there.</summary>
    public static Dictionary<string, string> EnvironmentOf(string home) => new()
    {
        ["HOME"] = home,
        ["XDG_DATA_HOME"] = home,
        ["LOCALAPPDATA"] = home,
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["NO_COLOR"] = "1",
        ["COLUMNS"] = "200",
    };

    private static string PathOf(string project, string name, string? root = null)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory); // …/bin/Release/net10.0/
        return Path.Combine(root ?? Root, project, "bin", build.Parent!.Name, build.Name, $"{name}.dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
