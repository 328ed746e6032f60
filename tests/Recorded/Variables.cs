using System.Text.RegularExpressions;

namespace OptiId.Recorded.Tests;

/// <summary>The {{variables}} of one play of a sequence.</summary>
public sealed partial class Variables
{
    /// <summary>In an expected body: any value that is there.</summary>
    public const string Any = "any";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public void Set(string name, string value) => values[name] = value;

    /// <exception cref="KeyNotFoundException">A variable that nothing has set.</exception>
    public string Fill(string text) => Placeholder().Replace(text, match => Value(match.Groups[1].Value));

    /// <summary>The names that a text uses, without <see cref="Any"/>.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups[1].Value).Where(name => name != Any);

    private string Value(string name) => name == Any
        ? "{{" + Any + "}}"
        : values.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"Nothing has set the variable {name}.");

    [GeneratedRegex(@"\{\{([A-Za-z0-9.]+)\}\}")]
    private static partial Regex Placeholder();
}
