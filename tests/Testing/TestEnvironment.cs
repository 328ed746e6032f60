namespace OptiId.Testing;

/// <summary>Where the tests run.</summary>
public static class TestEnvironment
{
    /// <summary>In CI a missing real server is a failure, never a skip: <c>CI=true</c>.</summary>
    public static bool IsContinuousIntegration =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of a program, or null where it isn't installed.</summary>
    public static string? FindProgram(params string[] names) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/lib/rabbitmq/bin"])
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Tells once per process what is used.</summary>
    public static void Say(string line)
    {
        lock (Said)
        {
            if (Said.Add(line))
            {
                Console.WriteLine($"tests: {line}");
            }
        }
    }

    private static readonly HashSet<string> Said = [];
}
