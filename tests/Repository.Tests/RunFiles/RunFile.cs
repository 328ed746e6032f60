using YamlDotNet.RepresentationModel;

namespace OptiId.Repository.Tests.RunFiles;

/// <summary>A service as a run file starts it.</summary>
/// <param name="Name">Its name, which is its app id where there are sidecars.</param>
/// <param name="Port">The port of its gRPC as the file tells the sidecar or the network; 0: not told.</param>
/// <param name="Place">What the file says of where it is: a project, a folder; null: an image.</param>
/// <param name="Settings">Its environment, from all that gives it some.</param>
internal sealed record RunService(string Name, int Port, string? Place, IReadOnlyDictionary<string, string> Settings);

/// <summary>What the three run files say, in one form.</summary>
internal static class RunFile
{
    // Keys that each of the three knows, of those that are of use here; anything else is a mistake.
    private static readonly Dictionary<string, string[]> TyeKeys = new()
    {
        [""] = ["name", "extensions", "services"],
        ["extensions[]"] = ["name", "app-protocol", "components-path"],
        ["services[]"] = ["name", "project", "bindings", "env"],
        ["services[].bindings[]"] = ["protocol", "port"],
        ["services[].env[]"] = ["name", "value"],
    };

    private static readonly Dictionary<string, string[]> DaprKeys = new()
    {
        [""] = ["version", "common", "apps"],
        ["common"] = ["resourcesPath", "env"],
        ["apps[]"] = ["appID", "appDirPath", "appPort", "appProtocol", "command", "env"],
    };

    private static readonly string[] ComposeServiceKeys =
    [
        "image", "restart", "read_only", "cap_drop", "security_opt", "tmpfs", "secrets", "depends_on", "environment", "ports", "command", "user", "volumes",
        "healthcheck", "hostname",
    ];

    private static readonly Dictionary<string, string[]> ComposeKeys = new()
    {
        [""] = ["name", "services", "volumes", "secrets", "x-service", "x-settings", "x-bus"],
        ["services.*"] = ComposeServiceKeys,
        ["services.*.healthcheck"] = ["test", "interval", "timeout", "retries"],
        ["secrets.*"] = ["file"],
    };

    /// <summary>Keys that the file's reader doesn't know.</summary>
    public static IEnumerable<string> FindUnknownKeys(SourceFile file) => FindUnknownKeys(YamlTree.Parse(file.Text), "", file.Path switch
    {
        "tye.yaml" => TyeKeys,
        "dapr.yaml" => DaprKeys,
        _ => ComposeKeys,
    }).Select(key => $"{file.Path}: {key} is none of the keys that are known there");

    /// <summary>The services that the file starts; not the store and the broker.</summary>
    public static IReadOnlyList<RunService> Read(SourceFile file) => file.Path switch
    {
        "tye.yaml" => [.. YamlTree.Parse(file.Text).Get("services").Items().Select(ReadTye)],
        "dapr.yaml" => ReadDapr(YamlTree.Parse(file.Text)),
        _ => [.. YamlTree.Parse(file.Text).Get("services").Entries().Where(service => IsOurs(service.Value)).Select(service => ReadCompose(service.Key, service.Value))],
    };

    /// <summary>Whether a service of compose.yaml is one of this system's.</summary>
    public static bool IsOurs(YamlNode service) => service.Get("image").Text()?.StartsWith("optiid/", StringComparison.Ordinal) == true;

    private static RunService ReadTye(YamlNode service) => new(
        service.Get("name").Text()!,
        int.Parse(service.Get("bindings").Items().Single().Get("port").Text()!, null),
        service.Get("project").Text(),
        service.Get("env").Items().ToDictionary(setting => setting.Get("name").Text()!, setting => setting.Get("value").Text()!));

    private static IReadOnlyList<RunService> ReadDapr(YamlNode file) =>
    [
        .. file.Get("apps").Items().Select(app => new RunService(
            app.Get("appID").Text()!,
            int.Parse(app.Get("appPort").Text()!, null),
            app.Get("appDirPath").Text(),
            app.Get("env").Entries().Concat(file.Get("common").Get("env").Entries()).ToDictionary(pair => pair.Key, pair => pair.Value.Text()!))),
    ];

    private static RunService ReadCompose(string name, YamlNode service) =>
        new(name, 0, null, service.Get("environment").Entries().ToDictionary(pair => pair.Key, pair => pair.Value.Text()!));

    // "*" stands for names that the file itself gives.
    private static IEnumerable<string> FindUnknownKeys(YamlNode node, string place, Dictionary<string, string[]> known)
    {
        foreach (var (key, value) in node.Entries())
        {
            if (known.TryGetValue(place, out var allowed) && !allowed.Contains(key))
            {
                yield return $"{place}.{key}";
            }

            var next = known.ContainsKey(Join(place, "*")) ? Join(place, "*") : Join(place, key);
            var below = value is YamlSequenceNode list ? list.Children.SelectMany(item => FindUnknownKeys(item, $"{next}[]", known)) : FindUnknownKeys(value, next, known);
            foreach (var unknown in below)
            {
                yield return unknown;
            }
        }
    }

    private static string Join(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";
}
