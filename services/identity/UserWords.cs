using System.Text.Json;
using Google.Protobuf;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

/// <summary>
/// The words by which administrators find people, in canonical form (P32): those of the given and of the family name. A part behind a
/// hyphen or an apostrophe is a word too: "Anne-Marie O'Brien" is found by <c>anne-m</c>, <c>marie</c>, <c>o'b</c> and <c>brien</c>.
/// </summary>
internal static class UserWords
{
    /// <summary>How many words of a user are found; a name may be as long as a document.</summary>
    public const int MaximumWords = 8;

    /// <summary>How much of a word the index holds, in characters; longer ones are compared in full with the record.</summary>
    public const int MaximumIndexedLength = 32;

    /// <summary>How long a search's text may be, in characters.</summary>
    public const int MaximumTextLength = 200;

    private const string Joints = "-'’.,/()&_·‐–";

    /// <summary>A user's words, each once.</summary>
    public static IReadOnlyList<string> Of(User user)
    {
        var words = new List<string>();
        foreach (var name in NamesIn(user.Document))
        {
            if (!CanonicalText.TryCanonicalize(name, out var canonical))
            {
                continue;
            }

            foreach (var word in Split(canonical).SelectMany(Parts).Where(word => !words.Contains(word)))
            {
                if (words.Count == MaximumWords)
                {
                    return words;
                }

                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>A search's words; none: everybody.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE: invisible characters, or too much.</exception>
    public static IReadOnlyList<string> InSearch(string text)
    {
        if (text.Length > MaximumTextLength)
        {
            throw new RefusedException(Reason.InvalidValue, $"A search has at most {MaximumTextLength} characters.");
        }

        if (!CanonicalText.TryCanonicalize(text, out var canonical))
        {
            throw new RefusedException(Reason.InvalidValue, "The search holds an invisible control or format character.");
        }

        var terms = Split(canonical).Distinct(StringComparer.Ordinal).ToList();
        return terms.Count <= MaximumWords ? terms : throw new RefusedException(Reason.InvalidValue, $"A search has at most {MaximumWords} words.");
    }

    /// <summary>Whether each of a search's words is the beginning of the userName or of one of the user's words.</summary>
    public static bool Match(User user, IReadOnlyList<string> terms)
    {
        if (terms.Count == 0)
        {
            return true;
        }

        var userName = CanonicalText.Canonicalize(user.UserName);
        var others = terms.Where(term => !userName.StartsWith(term, StringComparison.Ordinal)).ToList();
        return others.Count == 0
            || (Of(user) is var words && others.TrueForAll(term => words.Any(word => word.StartsWith(term, StringComparison.Ordinal))));
    }

    /// <summary>As much of a word as the index holds.</summary>
    public static string Indexed(string word)
    {
        if (word.Length <= MaximumIndexedLength)
        {
            return word;
        }

        return word[..(char.IsHighSurrogate(word[MaximumIndexedLength - 1]) ? MaximumIndexedLength - 1 : MaximumIndexedLength)];
    }

    private static string[] Split(string canonical) => canonical.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries); // at white space

    // The whole, and what begins after each joint.
    private static IEnumerable<string> Parts(string word)
    {
        yield return word;
        for (var i = 1; i < word.Length; i++)
        {
            if (Joints.Contains(word[i - 1], StringComparison.Ordinal) && !Joints.Contains(word[i], StringComparison.Ordinal))
            {
                yield return word[i..];
            }
        }
    }

    // Straight from the bytes: every write of a user asks for them, twice.
    private static List<string> NamesIn(ByteString document)
    {
        var names = new List<string>(2);
        if (document.IsEmpty)
        {
            return names;
        }

        var reader = new Utf8JsonReader(document.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isPart = reader.CurrentDepth == 2 && (reader.ValueTextEquals("givenName"u8) || reader.ValueTextEquals("familyName"u8));
            var isName = reader.CurrentDepth == 1 && reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isPart && reader.TokenType == JsonTokenType.String)
            {
                names.Add(reader.GetString()!);
            }
            else if (!isName)
            {
                reader.Skip();
            }
        }

        return names;
    }
}
