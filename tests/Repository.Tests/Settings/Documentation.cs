using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OptiId.Repository.Tests.Settings;

/// <summary>The comments of code as the pages say them.</summary>
internal static partial class Documentation
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, XElement>> Files = [];

    /// <summary>A type's summary; empty where it has none.</summary>
    public static string SummaryOf(Type type) => Find(type.Assembly, $"T:{type.FullName}") is { } summary ? Words(summary) : "";

    /// <summary>A property's summary; empty where it has none.</summary>
    public static string SummaryOf(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}") is { } summary ? Words(summary) : "";

    private static XElement? Find(Assembly assembly, string member)
    {
        var members = Files.GetOrAdd(Path.ChangeExtension(assembly.Location, ".xml"), file => File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(element => element.Attribute("name")!.Value)
            : []);
        var found = members.GetValueOrDefault(member);
        return found?.Element("inheritdoc")?.Attribute("cref") is { } other ? Find(assembly, other.Value) : found?.Element("summary");
    }

    private static string Words(XElement summary)
    {
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
            _ => throw new InvalidOperationException($"The page can't say {node}."),
        }));
        return Spaces().Replace(words, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
