using System.Text;

namespace OptiId.Scim;

/// <summary>What a refusal may repeat of its input: a name, cut short, nothing invisible in it.</summary>
internal static class Excerpt
{
    private const int MaximumLength = 64;

    /// <summary>Cuts and quotes a name from the input.</summary>
    public static string Of(ReadOnlySpan<char> name)
    {
        var builder = new StringBuilder(MaximumLength + 5).Append('"');
        foreach (var character in name.Length > MaximumLength ? name[..MaximumLength] : name)
        {
            builder.Append(char.IsAsciiLetterOrDigit(character) || "$-_.:".Contains(character, StringComparison.Ordinal) ? character : '?');
        }

        return builder.Append(name.Length > MaximumLength ? "…\"" : "\"").ToString();
    }
}
