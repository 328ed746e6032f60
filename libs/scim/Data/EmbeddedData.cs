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

    /// <summary>Reads a JSON data file.</summary>
    /// <param name="name">File name with extension.</param>
    /// <returns>Its content.</returns>
    public static JsonNode ReadJson(string name)
    {
        using var stream = Open(name);
        return JsonNode.Parse(stream) ?? throw new InvalidOperationException($"The data file {name} is empty.");
    }
}
