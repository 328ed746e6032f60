using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The data files that are part of this assembly.</summary>
internal static class EmbeddedData
{
    /// <summary>Opens a data file.</summary>
    /// <param name="name">File name with extension.</param>
    /// <returns>Its content; the caller closes it.</returns>
    public static Stream Open(string name) =>
        typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The assembly lacks its data file {name}.");

    /// <summary>Reads a data file.</summary>
    /// <param name="name">File name with extension.</param>
    /// <returns>Its content.</returns>
    public static byte[] Read(string name)
    {
        using var stream = Open(name);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Reads a JSON data file.</summary>
    /// <param name="name">File name with extension.</param>
    /// <returns>Its content.</returns>
    public static JsonNode ReadJson(string name) =>
        JsonNode.Parse(Read(name)) ?? throw new InvalidOperationException($"The data file {name} is empty.");

    /// <summary>The names of the data files that begin so, in order.</summary>
    public static IEnumerable<string> Names(string beginning) => typeof(EmbeddedData).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(beginning, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
