using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptiId.ScimGateway;

/// <summary>
/// Keeps secrets out of one entry of the provisioning log (P6, P26): what stands where a password stands, and what looks like one of our
/// tokens, in whatever field it comes. A secret that was found in one place is hidden in all others too.
/// </summary>
internal sealed partial class Redaction
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Hidden = "***";

    private const string Password = "password";

    // Shorter ones would hide parts of words.
    private const int ShortestSecret = 4;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    /// <summary>Whether a name names a password, in any letter case and wherever in it: a path, a filter.</summary>
    public static bool NamesPassword(string name) => name.Contains(Password, StringComparison.OrdinalIgnoreCase);

    /// <summary>A body as the log shows it: JSON without its secrets; what isn't JSON isn't shown, for nobody knows where its secrets are.</summary>
    /// <param name="body">The tree; it is changed.</param>
    /// <param name="unfinished">Its objects that were cut.</param>
    public string Write(JsonNode body, IReadOnlySet<JsonNode> unfinished)
    {
        Hide(body, unfinished, isOperations: false);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            body.WriteTo(json);
        }

        return Clean(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>A text without the secrets that were found so far.</summary>
    public string Clean(string text)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return text.Contains("optiid_", StringComparison.OrdinalIgnoreCase) ? Token().Replace(text, "optiid_" + Hidden) : text;
    }

    /// <summary>An address without them: a query that names a password goes as a whole.</summary>
    public string CleanAddress(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && NamesPassword(AddressText.Unescape(address[query..])))
        {
            foreach (Match value in Quoted().Matches(AddressText.Unescape(address[query..])))
            {
                Find(value.Groups[1].Value);
            }

            address = address[..query] + "?" + Hidden;
        }

        return Clean(NamesToken(address) ? AddressText.Unescape(address) : address);
    }

    private static bool NamesToken(string address) => AddressText.Unescape(address).Contains("optiid_", StringComparison.OrdinalIgnoreCase);

    private void Hide(JsonNode? node, IReadOnlySet<JsonNode> unfinished, bool isOperations)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var element in array)
                {
                    Hide(element, unfinished, isOperations);
                }

                break;
            case JsonObject json:
                HideIn(json, unfinished, isOperations);
                break;
        }
    }

    private void HideIn(JsonObject json, IReadOnlySet<JsonNode> unfinished, bool isOperation)
    {
        // An operation of a PATCH; where it was cut before its path, nobody knows what its value is.
        var path = json.FirstOrDefault(member => member.Key.Equals("path", StringComparison.OrdinalIgnoreCase));
        var hidesValue = (path.Value is JsonValue value && value.TryGetValue<string>(out var text) && NamesPassword(text))
            || (isOperation && path.Key is null && unfinished.Contains(json));
        foreach (var (name, member) in json.ToList())
        {
            if (NamesPassword(name) || (hidesValue && name.Equals("value", StringComparison.OrdinalIgnoreCase)))
            {
                FindAll(member);
                json[name] = Hidden;
            }
            else if (member is JsonValue said && said.TryGetValue<string>(out var filter) && filter.Length > Password.Length && NamesPassword(filter) && filter.Contains('"', StringComparison.Ordinal))
            {
                foreach (Match quoted in Quoted().Matches(filter))
                {
                    Find(quoted.Groups[1].Value);
                }

                json[name] = Hidden;
            }
            else
            {
                Hide(member, unfinished, name.Equals("Operations", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    private void FindAll(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (_, member) in json)
                {
                    FindAll(member);
                }

                break;
            case JsonArray array:
                foreach (var element in array)
                {
                    FindAll(element);
                }

                break;
            case JsonValue value:
                Find(value.TryGetValue<string>(out var text) ? text : value.ToJsonString());
                break;
        }
    }

    private void Find(string secret)
    {
        if (secret.Length >= ShortestSecret && secret is not ("true" or "false" or "null"))
        {
            secrets.Add(secret);
        }
    }

    [GeneratedRegex("optiid_[A-Za-z0-9_.-]+", RegexOptions.IgnoreCase)]
    private static partial Regex Token();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"?")]
    private static partial Regex Quoted();
}
