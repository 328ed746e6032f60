using YamlDotNet.RepresentationModel;

namespace OptiId.EndToEnd.Tests;

/// <summary>What the manifests in deploy/k8s give a service: its environment, and what its sidecar is told.</summary>
internal sealed class Deployed
{
    private readonly Dictionary<string, string?> environment = [];
    private readonly Dictionary<string, string> annotations = [];

    private Deployed(string service, string root)
    {
        foreach (var file in new[] { "every-service.yaml", Path.Combine(service, "deployment.yaml") })
        {
            var deployment = Load(Path.Combine(root, "deploy", "k8s", "base", file));
            var template = deployment["spec"]["template"];
            foreach (var (name, value) in ((YamlMappingNode)template["metadata"]["annotations"]).Children)
            {
                annotations[(string)name!] = (string)value!;
            }

            foreach (var variable in ((YamlSequenceNode)template["spec"]["containers"][0]["env"]).Children.Cast<YamlMappingNode>())
            {
                environment[(string)variable["name"]!] = variable.Children.TryGetValue("value", out var value) ? (string)value! : null;
            }
        }
    }

    /// <summary>The settings by name; null where the value stands in a Secret or ConfigMap of the cluster.</summary>
    public IReadOnlyDictionary<string, string?> Environment => environment;

    /// <summary>The name that other services call it by.</summary>
    public string AppId => annotations["dapr.io/app-id"];

    /// <summary>The name of its Configuration.</summary>
    public string Configuration => annotations["dapr.io/config"];

    /// <summary>How large a message its sidecar takes, in bytes.</summary>
    public int MaximumBody => int.Parse(annotations["dapr.io/max-body-size"].Replace("Mi", "", StringComparison.Ordinal), null) * 1024 * 1024;

    /// <summary>Reads a service's.</summary>
    /// <param name="service">Its folder's name.</param>
    /// <param name="root">Whose manifests: this repository's, or another release's.</param>
    public static Deployed Read(string service, string? root = null) => new(service, root ?? Programs.Root);

    private static YamlNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(file);
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }
}
