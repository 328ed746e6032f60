using System.Text.Json.Nodes;

namespace OptiId.ScimGateway.Tests;

/// <summary>An attribute or a part of one, as a schema document lists it (RFC 7643 §7): read here anew, nothing of the product's own reading.</summary>
/// <param name="Schema">The URN of the schema; null for the common attributes of RFC 7643 §3.1, which no schema lists.</param>
/// <param name="IsExtension">Whether the schema is an extension: its values stand under its URN.</param>
/// <param name="Parent">Of which complex attribute it is a part; null for a whole one.</param>
/// <param name="Json">Its characteristics.</param>
internal sealed record ListedAttribute(string? Schema, bool IsExtension, ListedAttribute? Parent, JsonObject Json)
{
    public string Name => Text("name");

    public string Type => Text("type");

    public bool IsComplex => Type == "complex";

    public bool IsText => Type is "string" or "reference";

    public bool MultiValued => (bool)Json["multiValued"]!;

    public bool Required => (bool)Json["required"]!;

    public bool CaseExact => (bool)Json["caseExact"]!;

    public string Returned => Text("returned");

    public string Uniqueness => Text("uniqueness");

    /// <summary>Who may change it; a part of a read-only attribute is read-only.</summary>
    public string Mutability => Parent is { Mutability: "readOnly" } ? "readOnly" : Text("mutability");

    public bool IsReadOnly => Mutability == "readOnly";

    /// <summary>Whether no answer may hold it.</summary>
    public bool IsNeverReturned => Returned == "never" || Mutability == "writeOnly";

    public IReadOnlyList<string> CanonicalValues => Texts("canonicalValues");

    public IReadOnlyList<string> ReferenceTypes => Texts("referenceTypes");

    /// <summary>Its parts.</summary>
    public IReadOnlyList<ListedAttribute> Parts =>
        [.. (Json["subAttributes"] as JsonArray ?? []).Select(part => new ListedAttribute(Schema, IsExtension, this, part!.AsObject()))];

    /// <summary>It and its parts.</summary>
    public IEnumerable<ListedAttribute> WithParts => Parts.Prepend(this);

    /// <summary>Its name with its parent's before it.</summary>
    public string DottedName => Parent is null ? Name : $"{Parent.Name}.{Name}";

    /// <summary>What a filter, a path or a parameter calls it (RFC 7644 §3.10).</summary>
    public string Path => IsExtension ? QualifiedPath! : DottedName;

    /// <summary>The same with the URN; null for a common attribute.</summary>
    public string? QualifiedPath => Schema is null ? null : $"{Schema}:{DottedName}";

    /// <summary>The part that stands for the whole in a comparison (RFC 7643 §2.4).</summary>
    public ListedAttribute? Value => Parts.FirstOrDefault(part => part.Name == "value");

    /// <summary>The part that refers to a resource (RFC 7643 §2.4).</summary>
    public ListedAttribute? Reference => Parts.FirstOrDefault(part => part.Name == "$ref");

    /// <summary>What a resource holds of the whole attribute: an array, an object, a value; null for nothing.</summary>
    public JsonNode? In(JsonObject resource) => IsExtension && !resource.ContainsKey(Schema!) ? null : OwnerIn(resource)[(Parent ?? this).Name];

    /// <summary>What holds the whole attribute: the resource, or its extension.</summary>
    public JsonObject OwnerIn(JsonObject resource) => IsExtension ? resource[Schema!]!.AsObject() : resource;

    /// <summary>Its values in a resource, those of each element of a multi-valued one.</summary>
    public IReadOnlyList<JsonNode> ValuesIn(JsonObject resource)
    {
        var owners = In(resource) switch
        {
            null => [],
            JsonArray array => array.OfType<JsonNode>(),
            var single => [single],
        };
        var values = Parent is null ? owners : owners.Select(owner => (owner as JsonObject)?[Name]).OfType<JsonNode>();
        return [.. values];
    }

    /// <summary>An object that holds a value where the attribute stands: what an operation without a path takes.</summary>
    public JsonObject Wrap(JsonNode? value)
    {
        var wrapped = new JsonObject { [Name] = value };
        wrapped = Parent is null ? wrapped : new() { [Parent.Name] = wrapped };
        return IsExtension ? new() { [Schema!] = wrapped } : wrapped;
    }

    public override string ToString() => Path;

    private string Text(string name) => (string)Json[name]!;

    private IReadOnlyList<string> Texts(string name) => [.. (Json[name] as JsonArray ?? []).Select(text => (string)text!)];
}
