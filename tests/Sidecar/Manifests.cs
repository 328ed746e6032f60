using YamlDotNet.RepresentationModel;

namespace OptiId.Sidecar;

/// <summary>
/// The Dapr manifests of a deployment, as they ship: Components of pub/sub, Subscriptions, Configurations, Resiliency. The sidecars of the tests
/// do what these say, so that a missing permission or subscription fails a test and not the first customer.
/// </summary>
public sealed class Manifests
{
    private readonly List<YamlMappingNode> documents;

    private Manifests(IEnumerable<YamlMappingNode> documents)
    {
        this.documents = [.. documents];
        PubSubs = [.. OfKind("Component").Where(PubSub.IsOne).Select(PubSub.Of)];
        Subscriptions = [.. OfKind("Subscription").Select(TopicSubscription.Of)];
        Resiliency = [.. OfKind("Resiliency").Select(ResiliencyPolicies.Of)];
        AccessControls = OfKind("Configuration").ToDictionary(document => document.Text("metadata", "name")!, AccessControl.Of);
    }

    /// <summary>The pub/sub components.</summary>
    public IReadOnlyList<PubSub> PubSubs { get; }

    /// <summary>Who gets which topic.</summary>
    public IReadOnlyList<TopicSubscription> Subscriptions { get; }

    /// <summary>What is repeated, and how often.</summary>
    public IReadOnlyList<ResiliencyPolicies> Resiliency { get; }

    /// <summary>Who may call what, by the name of the callee's Configuration.</summary>
    public IReadOnlyDictionary<string, AccessControl> AccessControls { get; }

    /// <summary>Reads all documents of the folders' YAML files.</summary>
    public static Manifests Read(params IEnumerable<string> folders) => new(
        folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml")).Order(StringComparer.Ordinal).SelectMany(file => Parse(File.ReadAllText(file))));

    /// <summary>Takes documents from a text.</summary>
    public static Manifests Of(string yaml) => new(Parse(yaml));

    private IEnumerable<YamlMappingNode> OfKind(string kind) => documents.Where(document =>
        document.Text("kind") == kind && document.Text("apiVersion")?.StartsWith("dapr.io/", StringComparison.Ordinal) == true);

    private static List<YamlMappingNode> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>()];
    }
}

/// <summary>Reading YAML nodes by path.</summary>
internal static class YamlNodes
{
    public static YamlNode? At(this YamlNode node, params ReadOnlySpan<string> path)
    {
        var found = node;
        foreach (var key in path)
        {
            if (found is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(key), out found))
            {
                return null;
            }
        }

        return found;
    }

    public static string? Text(this YamlNode node, params ReadOnlySpan<string> path) => node.At(path) is YamlScalarNode { Value: { } text } && text is not ("null" or "~") ? text : null;

    public static IEnumerable<YamlNode> List(this YamlNode node, params ReadOnlySpan<string> path) => (node.At(path) as YamlSequenceNode)?.Children ?? [];

    public static IReadOnlyList<string> Texts(this YamlNode node, params ReadOnlySpan<string> path) =>
        [.. node.List(path).OfType<YamlScalarNode>().Select(scalar => scalar.Value!)];

    public static IEnumerable<(string Key, YamlNode Value)> Map(this YamlNode node, params ReadOnlySpan<string> path) =>
        (node.At(path) as YamlMappingNode)?.Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Value)) ?? [];
}
