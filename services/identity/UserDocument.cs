using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

/// <summary>A user's attributes as a JSON object in the SCIM schemas' spelling, between its stored bytes and its tree.</summary>
internal static class UserDocument
{
    public const string UserName = "userName";
    public const string ExternalId = "externalId";
    private const string Name = "name";
    private const string Password = "password"; // never stored (P6); the gateway drops it already
    private static readonly string[] SyncedNameParts = ["givenName", "familyName"];

    /// <summary>The tree of stored or received bytes.</summary>
    public static JsonObject Parse(ByteString document) => JsonNode.Parse(document.Span) as JsonObject
        ?? throw new RefusedException(Reason.InvalidSyntax, "The user's attributes aren't a JSON object.");

    /// <summary>The bytes to store.</summary>
    public static ByteString Write(JsonObject document) => UnsafeByteOperations.UnsafeWrap(JsonBytes.Of(document));

    /// <summary>Whether two documents say the same, whatever the order of their attributes.</summary>
    public static bool Same(ByteString one, ByteString other) =>
        one.Span.SequenceEqual(other.Span) || (one.Length > 0 && other.Length > 0 && JsonNode.DeepEquals(Parse(one), Parse(other)));

    /// <summary>The names of the attributes in which two documents differ.</summary>
    public static IEnumerable<string> Differences(ByteString before, ByteString after)
    {
        var old = before.Length == 0 ? [] : Parse(before);
        var present = after.Length == 0 ? [] : Parse(after);
        return old.Select(attribute => attribute.Key).Union(present.Select(attribute => attribute.Key))
            .Where(name => !JsonNode.DeepEquals(old[name], present[name])).Order(StringComparer.Ordinal);
    }

    /// <summary>A document of a person whom an administrator or a sign-in names.</summary>
    public static JsonObject Of(string userName, string givenName, string familyName)
    {
        var document = new JsonObject { ["schemas"] = new JsonArray(ScimSchemas.UserUrn), [UserName] = userName };
        var name = new JsonObject();
        if (givenName.Length > 0)
        {
            name["givenName"] = givenName;
        }

        if (familyName.Length > 0)
        {
            name["familyName"] = familyName;
        }

        document[Name] = name;
        document["emails"] = new JsonArray(new JsonObject { ["value"] = userName, ["type"] = "work", ["primary"] = true }); // the userName is the e-mail address (P6)
        return ResourceReader.Read(document, ResourceTypes.UserWithoutExtensions);
    }

    /// <summary>What a PUT makes of a user's document (RFC 7644 §3.5.1).</summary>
    public static JsonObject Replace(User before, JsonObject document) => Replacement.Apply(ResourceTypes.User, () => Parse(before.Document), document);

    /// <summary>What an administrator's edit makes of a user's document.</summary>
    /// <param name="before">The user as it is.</param>
    /// <param name="edited">What <see cref="Of"/> made of the edit.</param>
    public static JsonObject Edit(User before, JsonObject edited)
    {
        var document = Parse(before.Document);
        document[UserName] = edited[UserName]!.DeepClone();
        if (document[Name] is not JsonObject name)
        {
            document[Name] = name = [];
        }

        foreach (var part in SyncedNameParts)
        {
            var given = edited[Name]?[part];
            if (!JsonNode.DeepEquals(given, name[part]))
            {
                name.Remove("formatted"); // it says the old name
            }

            name.Remove(part);
            if (given is not null)
            {
                name[part] = given.DeepClone();
            }
        }

        foreach (var email in (document["emails"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)email["value"] is { } address && CanonicalText.TryCanonicalize(address, out var canonical)
                && canonical == CanonicalText.Canonicalize(before.UserName))
            {
                email["value"] = edited[UserName]!.DeepClone();
            }
        }

        return document;
    }

    /// <summary>Only what the product uses: userName, given and family name, externalId (P6).</summary>
    public static JsonObject SyncedOnly(JsonObject document)
    {
        var synced = new JsonObject();
        foreach (var attribute in new[] { UserName, ExternalId })
        {
            if (document[attribute] is { } value)
            {
                synced[attribute] = value.DeepClone();
            }
        }

        if (document[Name] is JsonObject name)
        {
            var parts = new JsonObject(SyncedNameParts.Where(part => name[part] is not null)
                .Select(part => KeyValuePair.Create(part, (JsonNode?)name[part]!.DeepClone())));
            if (parts.Count > 0)
            {
                synced[Name] = parts;
            }
        }

        return synced;
    }

    /// <summary>The canonical forms of the user's e-mail addresses that differ from its userName's.</summary>
    public static IReadOnlySet<string> CanonicalEmails(User user)
    {
        var emails = new HashSet<string>(StringComparer.Ordinal);
        if (user.Document.Span.IndexOf("\"emails\""u8) < 0 || Parse(user.Document)["emails"] is not JsonArray values)
        {
            return emails;
        }

        foreach (var email in values.OfType<JsonObject>())
        {
            if (email["value"] is JsonValue value && value.TryGetValue<string>(out var text) && CanonicalText.TryCanonicalize(text, out var canonical))
            {
                emails.Add(canonical);
            }
        }

        emails.Remove(CanonicalText.Canonicalize(user.UserName));
        return emails;
    }

    /// <summary>The canonical form of the displayName; empty where there is none, or none that can be compared.</summary>
    public static IReadOnlySet<string> CanonicalDisplayName(User user) =>
        user.Document.Span.IndexOf("\"displayName\""u8) >= 0
            && Parse(user.Document)["displayName"] is JsonValue value && value.TryGetValue<string>(out var text)
            && CanonicalText.TryCanonicalize(text, out var canonical)
            ? new HashSet<string>(StringComparer.Ordinal) { canonical }
            : new HashSet<string>();

    /// <summary>What filters may ask that isn't in the document.</summary>
    public static ResourceFacts Facts(User user) => new(
        user.Id, user.State == UserState.Active, user.Created.ToDateTimeOffset(), user.LastModified.ToDateTimeOffset(),
        string.Create(CultureInfo.InvariantCulture, $"W/\"{user.Version}\""));

    /// <summary>The whole resource as sort orders see it.</summary>
    public static JsonObject ToResource(User user)
    {
        var resource = Parse(user.Document);
        var schemas = new JsonArray(ScimSchemas.UserUrn);
        foreach (var extension in ResourceTypes.User.Extensions.Where(extension => resource.ContainsKey(extension.Schema.Id)))
        {
            schemas.Add(extension.Schema.Id);
        }

        resource["schemas"] = schemas;
        resource["id"] = user.Id;
        resource["active"] = user.State == UserState.Active;
        resource["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = ScimInstant.Format(user.Created.ToDateTimeOffset()),
            ["lastModified"] = ScimInstant.Format(user.LastModified.ToDateTimeOffset()),
            ["version"] = $"W/\"{user.Version}\"",
        };
        return resource;
    }

    /// <summary>Sets the typed copies of the attributes that are looked up.</summary>
    public static void CopyKeys(User user, JsonObject document)
    {
        var userName = (string?)document[UserName];
        user.UserName = string.IsNullOrWhiteSpace(userName) ? throw RefusedException.OfField(UserName, Reason.InvalidValue, "A user needs a userName.") : userName;
        user.ExternalId = (string?)document[ExternalId] ?? "";
        document.Remove(Password);
        user.Document = Write(document);
    }
}
