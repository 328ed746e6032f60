using System.Buffers;
using System.Text.Encodings.Web;

namespace OptiId.ScimGateway;

/// <summary>Erased people, as texts name them: by id, and by what else was found to name them (P10). Pure.</summary>
internal sealed class ErasedPeople
{
    private readonly HashSet<string> ids;
    private readonly string[] identifiers;
    private readonly SearchValues<string> idSearch, identifierSearch;

    /// <param name="ids">Ours.</param>
    /// <param name="identifiers">userNames, externalIds, e-mail addresses, names.</param>
    public ErasedPeople(IEnumerable<string> ids, IEnumerable<string> identifiers)
    {
        this.ids = new(ids, StringComparer.Ordinal);
        this.identifiers = [.. identifiers.Concat(identifiers.Select(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode)).Distinct(StringComparer.OrdinalIgnoreCase)];
        idSearch = SearchValues.Create([.. this.ids], StringComparison.Ordinal);
        identifierSearch = SearchValues.Create(this.identifiers, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether an id is one of theirs.</summary>
    public bool Have(string id) => ids.Contains(id);

    /// <summary>Whether a text names one of them, by id or otherwise.</summary>
    public bool AreIn(string text) => text.AsSpan().IndexOfAny(idSearch) >= 0 || AreNamedIn(text);

    /// <summary>Whether a text names one of them otherwise than by id: an id says nothing of the person.</summary>
    public bool AreNamedIn(string text)
    {
        for (var start = 0; text.AsSpan(start).IndexOfAny(identifierSearch) is >= 0 and var found; start += found + 1)
        {
            var at = start + found;
            if (Array.Exists(identifiers, identifier => Stands(identifier, text, at)))
            {
                return true;
            }
        }

        return false;
    }

    // As a word of its own: "1001" isn't in every id, and ann@x.io isn't joann@x.io.
    private static bool Stands(string identifier, string text, int at)
    {
        var (end, isEmail) = (at + identifier.Length, identifier.Contains('@', StringComparison.Ordinal));
        return end <= text.Length && text.AsSpan(at, identifier.Length).Equals(identifier, StringComparison.OrdinalIgnoreCase)
            && !(at > 0 && GoesBack(text, at, isEmail)) && !(end < text.Length && GoesOn(text, end, isEmail));
    }

    private static bool GoesBack(string text, int at, bool isEmail) => char.IsLetterOrDigit(text[at - 1])
        ? !(at > 1 && text[at - 2] == '\\') // JSON's line break
        : isEmail && text[at - 1] is '.' or '-' or '_' or '+';

    private static bool GoesOn(string text, int end, bool isEmail) => char.IsLetterOrDigit(text[end])
        || (isEmail && text[end] is '.' or '-' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]));
}
