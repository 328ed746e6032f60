using YamlDotNet.RepresentationModel;

namespace OptiId.Repository.Tests.RunFiles;

/// <summary>What the checks of run files look at: documents of YAML as trees.</summary>
internal static class YamlTree
{
    /// <summary>The one document of a text.</summary>
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>What is under a key, or null.</summary>
    public static YamlNode? Get(this YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    /// <summary>The text of a scalar, or null.</summary>
    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The elements of a list; none where there isn't one.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => (node as YamlSequenceNode)?.Children ?? [];

    /// <summary>The keys and values of a map, merged ones (<c>&lt;&lt;</c>) too; none where there isn't one.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node)
    {
        if (node is not YamlMappingNode map)
        {
            return [];
        }

        var own = map.Children.Select(pair => (Key: pair.Key.Text()!, pair.Value)).Where(pair => pair.Key != "<<").ToList();
        var merged = map.Get("<<") is { } from ? from is YamlSequenceNode several ? several.Children : [from] : (IList<YamlNode>)[];
        return own.Concat(merged.SelectMany(Entries)).DistinctBy(pair => pair.Key);
    }
}
