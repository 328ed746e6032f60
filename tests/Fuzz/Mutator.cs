using System.Text;
using System.Text.RegularExpressions;

namespace OptiId.Fuzz;

/// <summary>Changes a text by its words, quotes and brackets, so that what comes out is mostly almost right.</summary>
internal sealed partial class Mutator(IReadOnlyList<string> corpus, int seed)
{
    private const int MaximumLength = 16_384;
    private const int MaximumChanges = 6;
    private const int MaximumRepeats = 400;

    private static readonly string[] Words =
    [
        "(", ")", "[", "]", "{", "}", "\"", ":", ",", ".", " ", "  ", "\t", "\n", "\\", "\\\"", "\\u0000", "\\ud800", "\\udc00", "\\u00e9", "\0", "é", "Ａ", "😀", "\u200B",
        "and", "or", "not", "not (", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr", "null", "true", "false", "\"True\"", "0", "-1", "1e999", "1.5", "99999999999999999999999999999999",
        "value", "type", "primary", "display", "$ref", "userName", "name", "familyName", "emails", "members", "active", "meta", "schemas", "id", "groups", "password", "externalId",
        "add", "remove", "replace", "op", "path", "Operations", "\"value\":", "\"path\":", "[]", "{}", "\"\"", "\"x\"", "[{\"value\":\"x\"}]", "{\"value\":null}",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:User", "__proto__", "2026-01-31T12:00:00Z", "0001-01-01T00:00:00+14:00",
    ];

    private readonly Random random = new(seed);

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var tokens = Split(Any(corpus));
        for (var changes = random.Next(MaximumChanges); changes >= 0; changes--)
        {
            Change(tokens);
        }

        var text = string.Concat(tokens);
        var bytes = Encoding.UTF8.GetBytes(text.Length <= MaximumLength ? text : text[..MaximumLength]);
        if (bytes.Length > 0 && random.Next(20) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>The words, quoted texts and signs of a text.</summary>
    public static List<string> Split(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    private void Change(List<string> tokens)
    {
        var at = random.Next(tokens.Count + 1);
        switch (random.Next(9))
        {
            case 0 when at < tokens.Count:
                tokens.RemoveAt(at);
                break;
            case 1 when at < tokens.Count:
                tokens.RemoveRange(at, random.Next(tokens.Count - at) + 1);
                break;
            case 2:
                tokens.Insert(at, Any(Words));
                break;
            case 3 when at < tokens.Count:
                tokens[at] = Any(Words);
                break;
            case 4 when at < tokens.Count:
                tokens[at] = Vary(tokens[at]);
                break;
            case 5 when tokens.Count > 1:
                var other = random.Next(tokens.Count);
                at = Math.Min(at, tokens.Count - 1);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 6:
                tokens.InsertRange(at, Piece(Split(Any(corpus))));
                break;
            case 7:
                // A piece of its own, many times: deep, or long.
                var piece = Piece(tokens);
                var repeats = random.Next(random.Next(4) == 0 ? MaximumRepeats : 3) + 1;
                for (var number = 0; number < repeats && tokens.Count < MaximumLength; number++)
                {
                    tokens.InsertRange(at, piece);
                }

                break;
            default:
                tokens.Insert(at, $"({string.Concat(Piece(tokens))})");
                break;
        }
    }

    private List<string> Piece(List<string> tokens)
    {
        if (tokens.Count == 0)
        {
            return [Any(Words)];
        }

        var start = random.Next(tokens.Count);
        return tokens.GetRange(start, Math.Min(random.Next(12) + 1, tokens.Count - start));
    }

    private string Vary(string token) => random.Next(5) switch
    {
        0 => token.ToUpperInvariant(),
        1 => token.ToLowerInvariant(),
        2 => token + Any(Words),
        3 => token.Length > 1 ? token[..random.Next(token.Length)] : token + token,
        _ => token.Length > 0 ? token.Insert(random.Next(token.Length), ((char)random.Next(1, 0x250)).ToString()) : token,
    };

    private string Any(IReadOnlyList<string> texts) => texts[random.Next(texts.Count)];

    [GeneratedRegex(@"[\w$-]+|\s+|.", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
