using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests.RunFiles;

/// <summary>The three files that start the whole system: tye.yaml, dapr.yaml, compose.yaml.</summary>
internal static partial class RunFileRules
{
    private static readonly string[] Names = ["tye.yaml", "dapr.yaml", "compose.yaml"];

    /// <summary>Only keys that the file's reader knows: an unknown one is left unread, silently.</summary>
    public static IEnumerable<string> FindUnknownKeys(IReadOnlyList<SourceFile> files) => RunFiles(files).SelectMany(RunFile.FindUnknownKeys);

    /// <summary>Each starts every service there is, and nothing that isn't there.</summary>
    public static IEnumerable<string> FindMissingServices(IReadOnlyList<SourceFile> files)
    {
        var services = ServicesOf(files);
        foreach (var file in RunFiles(files))
        {
            var started = RunFile.Read(file);
            foreach (var service in services.Except(started.Select(one => one.Name)))
            {
                yield return $"{file.Path} doesn't start {service}";
            }

            foreach (var one in started)
            {
                if (!services.Contains(one.Name))
                {
                    yield return $"{file.Path}: there is no service {one.Name}";
                }

                if (one.Place is { } place && !files.Any(other => other.Path == place || other.Path.StartsWith($"{place}/", StringComparison.Ordinal)))
                {
                    yield return $"{file.Path}: there is no {place}";
                }

                if (one.Place is { } folder && !folder.StartsWith($"services/{one.Name}", StringComparison.Ordinal))
                {
                    yield return $"{file.Path}: {one.Name} is started from {folder}";
                }
            }
        }
    }

    /// <summary>What dapr.yaml runs is what the service's project builds.</summary>
    public static IEnumerable<string> FindWrongPrograms(IReadOnlyList<SourceFile> files) =>
        from file in RunFiles(files)
        where file.Path == "dapr.yaml"
        from app in YamlTree.Parse(file.Text).Get("apps").Items()
        let program = app.Get("command").Items().Last().Text()!
        let project = $"{app.Get("appDirPath").Text()}/{Path.GetFileNameWithoutExtension(program)}.csproj"
        where !program.StartsWith("bin/Release/net10.0/", StringComparison.Ordinal) || !files.Any(other => other.Path == project)
        select $"{file.Path} runs {program}, which {project} would build";

    /// <summary>A service listens where its sidecar, its callers and its own default say.</summary>
    public static IEnumerable<string> FindWrongPorts(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in RunFiles(files))
        {
            var services = RunFile.Read(file).ToDictionary(service => service.Name);
            foreach (var service in services.Values)
            {
                var own = PortOf(service.Settings.GetValueOrDefault("Endpoints__Grpc"));
                if (DefaultPort(files, service.Name) is { } expected && own != expected)
                {
                    yield return $"{file.Path}: {service.Name} listens on {own}, its own default is {expected}";
                }

                if (service.Port != 0 && service.Port != own)
                {
                    yield return $"{file.Path}: the sidecar of {service.Name} dials {service.Port}, it listens on {own}";
                }

                foreach (var (setting, value) in service.Settings.Where(pair => pair.Key.StartsWith("Services__", StringComparison.Ordinal)))
                {
                    var callee = AppOf(setting["Services__".Length..]);
                    var right = services.TryGetValue(callee, out var called)
                        && (value == $"dapr:{callee}" || value == $"http://{callee}:{PortOf(called.Settings.GetValueOrDefault("Endpoints__Grpc"))}");
                    if (!right)
                    {
                        yield return $"{file.Path}: {service.Name} has {setting}={value}, where nobody is";
                    }
                }
            }

            foreach (var port in services.Values.SelectMany(service => service.Settings.Where(pair => pair.Key is "Endpoints__Grpc" or "Gateway__Url" or "AdminCenter__Url"))
                .Where(pair => pair.Value.Contains("127.0.0.1", StringComparison.Ordinal)).GroupBy(pair => PortOf(pair.Value)).Where(port => port.Count() > 1))
            {
                yield return $"{file.Path}: port {port.Key} is given twice";
            }
        }
    }

    /// <summary>The names in the files are app ids of the manifests, and the other way round.</summary>
    public static IEnumerable<string> FindOtherAppIds(IReadOnlyList<SourceFile> files)
    {
        var ids = files.Where(file => file.Path.StartsWith("deploy/k8s/base/", StringComparison.Ordinal))
            .SelectMany(file => AppId().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet();
        return from file in RunFiles(files)
               let names = RunFile.Read(file).Select(service => service.Name).ToHashSet()
               from name in names.Except(ids).Concat(ids.Except(names))
               select $"{file.Path}: {name} isn't an app id both there and in the manifests";
    }

    /// <summary>Every environment variable is a setting that some code reads.</summary>
    public static IEnumerable<string> FindUnknownSettings(IReadOnlyList<SourceFile> files)
    {
        var code = files.Where(file => file.IsProductCode).Select(file => file.Text).ToArray();
        return from file in RunFiles(files)
               from service in RunFile.Read(file)
               from setting in service.Settings.Keys
               where !IsSetting(setting, code)
               select $"{file.Path}: {service.Name} is given {setting}, which nobody reads";
    }

    /// <summary>In compose.yaml each service may do nothing that it needn't, and secrets come from files.</summary>
    public static IEnumerable<string> FindUnlocked(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in RunFiles(files).Where(file => file.Path == "compose.yaml"))
        {
            foreach (var (name, service) in YamlTree.Parse(file.Text).Get("services").Entries())
            {
                var keys = service.Entries().ToDictionary(pair => pair.Key, pair => pair.Value);
                if (!keys.GetValueOrDefault("security_opt").Items().Any(option => option.Text() == "no-new-privileges:true"))
                {
                    yield return $"compose.yaml: {name} may gain privileges";
                }

                if (RunFile.IsOurs(service) && (keys.GetValueOrDefault("read_only").Text() != "true" || !keys.GetValueOrDefault("cap_drop").Items().Any(one => one.Text() == "ALL")))
                {
                    yield return $"compose.yaml: {name} may write, or has capabilities";
                }

                if (keys.GetValueOrDefault("environment").Entries().Any(pair => pair.Key is "Callers__Secret" or "Events__RabbitMq" || pair.Key.EndsWith("_PASS", StringComparison.Ordinal)))
                {
                    yield return $"compose.yaml: {name} has a secret in its environment";
                }

                if (keys.GetValueOrDefault("ports").Items().Any(port => !port.Text()!.StartsWith("127.0.0.1:", StringComparison.Ordinal)))
                {
                    yield return $"compose.yaml: {name} is open to other machines";
                }
            }
        }
    }

    private static IEnumerable<SourceFile> RunFiles(IReadOnlyList<SourceFile> files) => files.Where(file => Names.Contains(file.Path));

    private static HashSet<string> ServicesOf(IReadOnlyList<SourceFile> files) =>
        [.. files.Where(file => file.IsUnder("services/") && file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => file.Path.Split('/')[1])];

    private static int? DefaultPort(IReadOnlyList<SourceFile> files, string service) =>
        files.FirstOrDefault(file => file.Path == $"services/{service}/Program.cs") is { } program && GrpcPort().Match(program.Text) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, null)
            : null;

    private static int PortOf(string? address) => address is null ? 0 : new Uri(address).Port;

    private static string AppOf(string name) => name == "gateway" ? "scim-gateway" : name;

    // "Services:NAME" of a client that is added, "Events:…" by its name, "Section:Property" where the section is bound and a class has the property.
    private static bool IsSetting(string variable, string[] code)
    {
        var parts = variable.Split("__");
        return parts switch
        {
            ["Services", var name] => code.Any(text => Regex.IsMatch(text, $@"\.Add(ServiceClient|EventConsumer|LogFollower)<[^>]+>\([^;]*""{name}""")),
            [var section, var property] => code.Any(text => text.Contains($"\"{section}:{property}\"", StringComparison.Ordinal))
                || code.Any(text => text.Contains($"Section <c>{section}</c>", StringComparison.Ordinal)
                    && Regex.IsMatch(text, $@"public \S+ {property} \{{ get; set; \}}")),
            _ => false,
        };
    }

    [GeneratedRegex(@"dapr\.io/app-id:\s*""?([a-z-]+)")]
    private static partial Regex AppId();

    [GeneratedRegex(@"grpcPort:\s*(\d+)")]
    private static partial Regex GrpcPort();
}
