using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>
/// Makes values for attributes from what their schema says and from nothing else. A value of a higher number is the greater one, where the
/// type has more than two values.
/// </summary>
internal sealed class SampleResources
{
    private const int ReferencedPerType = 4;

    private const int NumbersPerInstance = 1_000;

    // So that no two of them make the same name in one organization.
    private static int instances;

    private readonly Dictionary<string, IReadOnlyList<ScimAnswer>> referenced = [];
    private int last = Interlocked.Increment(ref instances) * NumbersPerInstance;

    private SampleResources()
    {
    }

    /// <summary>Makes the resources that values refer to: users for members and managers.</summary>
    public static async Task<SampleResources> PrepareAsync(ScimClient scim, DiscoveryDocuments documents)
    {
        var samples = new SampleResources();
        foreach (var type in documents.Types)
        {
            var made = new List<ScimAnswer>();
            for (var number = 0; number < ReferencedPerType; number++)
            {
                made.Add(await scim.PostAsync(type.Endpoint, samples.Body(type, samples.Next(), only: attribute => attribute.Required)));
            }

            samples.referenced[type.Name] = [.. made.Where(answer => answer.Status == 201)];
        }

        return samples;
    }

    /// <summary>A number that no value had yet; one more than the last, so that a boolean is another one each time.</summary>
    public int Next() => Interlocked.Increment(ref last);

    /// <summary>The next even number: its booleans are true.</summary>
    public int NextEven() => Next() is var number && number % 2 == 0 ? number : Next();

    /// <summary>A resource that a value of that number refers to.</summary>
    public ScimAnswer Referenced(string type, int number) => referenced[type][number % referenced[type].Count];

    /// <summary>A resource with a value for each attribute.</summary>
    /// <param name="type">Of which type.</param>
    /// <param name="number">The number of the values.</param>
    /// <param name="values">How many values a multi-valued attribute gets.</param>
    /// <param name="only">Which attributes; null: all, those that can't be set too.</param>
    public JsonObject Body(ListedType type, int number, int values = 1, Func<ListedAttribute, bool>? only = null)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(type.Schema) };
        foreach (var attribute in type.Attributes.Where(only ?? (_ => true)))
        {
            if (!attribute.IsExtension)
            {
                body[attribute.Name] = Value(attribute, number, values);
                continue;
            }

            if (!body.ContainsKey(attribute.Schema!))
            {
                body["schemas"]!.AsArray().Add(attribute.Schema);
                body[attribute.Schema!] = new JsonObject();
            }

            body[attribute.Schema!]![attribute.Name] = Value(attribute, number, values);
        }

        return body;
    }

    /// <summary>A value of an attribute: an array where it has many.</summary>
    public JsonNode Value(ListedAttribute attribute, int number, int values = 1) => attribute.MultiValued
        ? new JsonArray([.. Enumerable.Range(0, values).Select(index => Single(attribute, number + index, isFirst: index == 0))])
        : Single(attribute, number);

    /// <summary>One value of an attribute, of a multi-valued one too.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="number">The number of the value.</param>
    /// <param name="isFirst">Whether it may be the preferred one: one of them at most may be (RFC 7643 §2.4).</param>
    public JsonNode Single(ListedAttribute attribute, int number, bool isFirst = true) => attribute.Type switch
    {
        "complex" => new JsonObject(attribute.Parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)Single(part, number, isFirst)))),
        "boolean" => isFirst && number % 2 == 0,
        "integer" => number,
        "decimal" => number + 0.5m,
        "dateTime" => DateTimeOffset.UnixEpoch.AddDays(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "binary" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{number:D6}{attribute.Name}")),
        _ => Text(attribute, number),
    };

    /// <summary>What no value of the attribute can be.</summary>
    public static JsonNode WrongValue(ListedAttribute attribute) => attribute switch
    {
        { MultiValued: true, IsComplex: false } => new JsonArray(new JsonObject { ["not"] = "a value" }),
        { IsComplex: true } => attribute.MultiValued ? new JsonArray(5) : 5,
        { Type: "boolean" or "integer" or "decimal" or "dateTime" or "binary" } => "neither a number, a date, base64 nor true",
        _ => new JsonObject { ["not"] = "a text" },
    };

    /// <summary>A text in the other letter case.</summary>
    public static string Flip(string text) =>
        string.Concat(text.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private string Text(ListedAttribute attribute, int number)
    {
        if (ReferredBy(attribute) is { } type)
        {
            var resource = Referenced(type, number);
            return attribute.Name == "$ref" ? resource.Headers.Location!.ToString() : resource.Id;
        }

        return attribute switch
        {
            { CanonicalValues: { Count: > 0 } canonical } => canonical[number % canonical.Count],
            _ when ProductRules.IsEmailAddress(attribute) => $"Ab{number:D6}.{attribute.Name}@Yz{number:D6}.Example",
            { Type: "reference" } => $"https://example.com/Ab{number:D6}/{attribute.Name}/Yz{number:D6}",
            _ => $"Ab{number:D6} {attribute.DottedName} Yz{number:D6}",
        };
    }

    // A value beside a $ref is the id of what it refers to (RFC 7643 §2.4). What only the service sets gets a value that can't be true.
    private string? ReferredBy(ListedAttribute attribute) => attribute is { Parent.Reference: { } reference, Name: "value" or "$ref", IsReadOnly: false }
        ? reference.ReferenceTypes.FirstOrDefault(type => referenced.TryGetValue(type, out var resources) && resources.Count > 0)
        : null;
}
