using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>
/// Sends a resource with a value for every attribute and holds what comes back to what the schemas say: what was sent, what the service sets,
/// or nothing; on request, by default, always or never; and nothing that they don't list.
/// </summary>
/// <param name="scim">The organization's client.</param>
/// <param name="documents">What its service provider says.</param>
/// <param name="sent">What to send values for; null: the same. Another organization's documents show what this one drops.</param>
internal sealed class RoundTripCheck(ScimClient scim, DiscoveryDocuments documents, DiscoveryDocuments? sent = null)
{
    private readonly Disagreements disagreements = new();

    /// <summary>Tries a resource type.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string typeName)
    {
        var type = documents.Type(typeName);
        var samples = await SampleResources.PrepareAsync(scim, documents);
        var body = samples.Body((sent ?? documents).Type(typeName), samples.NextEven(), values: 2); // true: only an active user has groups (P9)
        var created = await scim.PostAsync(type.Endpoint, body);
        if (!disagreements.Unless(created.Status == 201, $"{type}: a POST of what the schemas list is answered with {created.Status} {created.Text}"))
        {
            return disagreements.Found;
        }

        await ReferToAsync(type, created.Id, samples);
        var address = $"{type.Endpoint}/{created.Id}";
        var read = await scim.GetAsync(address);
        disagreements.Unless(read.Text == created.Text, $"{type}: GET answers {read.Text} where POST answered {created.Text}");
        CheckNothingElse(type, read.Body);
        foreach (var attribute in type.Attributes)
        {
            await CheckAsync(type, attribute, address, body, read.Body);
        }

        var listed = await scim.GetAsync($"{type.Endpoint}?filter=id+eq+%22{created.Id}%22");
        disagreements.Unless(JsonNode.DeepEquals(listed.Resources.SingleOrDefault(), read.Body), $"{type}: a list holds {listed.Text}, and GET answers {read.Text}");
        var other = samples.Body((sent ?? documents).Type(typeName), samples.NextEven(), values: 2);
        foreach (var kept in type.Attributes.Where(attribute => attribute.Mutability == "immutable"))
        {
            kept.OwnerIn(other)[kept.Name] = kept.In(body)!.DeepClone(); // RFC 7644 §3.5.1: the same, or the PUT is refused
        }

        await ReplaceAsync(type, address, other);
        return disagreements.Found;
    }

    private async Task ReplaceAsync(ListedType type, string address, JsonObject body)
    {
        var replaced = await scim.PutAsync(address, body);
        if (disagreements.Unless(replaced.Status == 200, $"{type}: a PUT of what the schemas list is answered with {replaced.Status} {replaced.Text}"))
        {
            CheckNothingElse(type, replaced.Body);
            foreach (var attribute in type.Attributes.Where(attribute => attribute is { IsReadOnly: false, IsNeverReturned: false, Returned: "default" or "always" }))
            {
                CheckValue(attribute, attribute.In(body), attribute.In(replaced.Body));
            }
        }
    }

    /// <summary>Makes a resource that refers back, where a read-only attribute says who does: the group that a user's groups name.</summary>
    private async Task ReferToAsync(ListedType type, string id, SampleResources samples)
    {
        foreach (var other in type.Attributes.Where(attribute => attribute.IsReadOnly).SelectMany(attribute => attribute.Reference?.ReferenceTypes ?? []))
        {
            var referring = documents.Type(other);
            var by = referring.Attributes.First(attribute => !attribute.IsReadOnly && attribute.Reference?.ReferenceTypes.Contains(type.Name) == true);
            var body = samples.Body(referring, samples.Next(), only: attribute => attribute.Required);
            body[by.Name] = new JsonArray(new JsonObject { [by.Value!.Name] = id });
            disagreements.Unless((await scim.PostAsync(referring.Endpoint, body)).Status == 201, $"{by} takes no {type}, which it refers to");
        }
    }

    private void CheckNothingElse(ListedType type, JsonObject resource)
    {
        CheckNames(resource, "schemas", [.. type.Attributes.Where(attribute => !attribute.IsExtension).Select(attribute => attribute.Name), .. type.Extensions, "schemas"]);
        foreach (var extension in type.Extensions.Where(resource.ContainsKey))
        {
            CheckNames(resource[extension]!, extension, [.. type.Attributes.Where(attribute => attribute.Schema == extension).Select(attribute => attribute.Name)]);
        }

        foreach (var attribute in type.Attributes.Where(attribute => attribute.IsComplex))
        {
            foreach (var value in attribute.ValuesIn(resource))
            {
                CheckNames(value, attribute.Path, [.. attribute.Parts.Select(part => part.Name)]);
            }
        }

        void CheckNames(JsonNode json, string where, IReadOnlyCollection<string> listed)
        {
            foreach (var (name, _) in json as JsonObject ?? [])
            {
                disagreements.Unless(listed.Contains(name), $"{type}: {name} in {where} is returned, and no schema lists it");
            }
        }
    }

    private async Task CheckAsync(ListedType type, ListedAttribute attribute, string address, JsonObject body, JsonObject read)
    {
        var named = (await scim.GetAsync($"{address}?attributes={Uri.EscapeDataString(attribute.Path)}")).Body;
        var excluded = (await scim.GetAsync($"{address}?excludedAttributes={Uri.EscapeDataString(attribute.Path)}")).Body;
        var isReturned = (Default: attribute.In(read) is not null, Named: attribute.In(named) is not null, Excluded: attribute.In(excluded) is not null);
        var expected = attribute switch
        {
            { IsNeverReturned: true } => (false, false, false),
            { Returned: "always" } => (true, true, true),
            { Returned: "request" } => (false, true, false),
            _ => (true, true, false),
        };
        if (!disagreements.Unless(
                isReturned == expected,
                $"{attribute} is returned {attribute.Returned}, so by default, named and excluded it has to be {expected}; it is {isReturned}")
            || attribute.IsNeverReturned)
        {
            CheckNowhere(attribute, body, read, named);
            return;
        }

        CheckValue(attribute, attribute.In(body), attribute.In(named));
        CheckOnly(type, attribute, named);
        foreach (var part in attribute.Parts.Where(part => part.Returned == "default"))
        {
            var partly = (await scim.GetAsync($"{address}?attributes={Uri.EscapeDataString(part.Path)}")).Body;
            CheckOnly(type, attribute, partly);
            disagreements.Unless(
                attribute.ValuesIn(partly).All(value => value is JsonObject { Count: 1 } single && single.ContainsKey(part.Name))
                && Same(part.ValuesIn(partly), part.ValuesIn(named)),
                $"{part}: asked for alone, {attribute.In(partly)?.ToJsonString()} is returned of {attribute.In(named)!.ToJsonString()}");
        }
    }

    private void CheckNowhere(ListedAttribute attribute, JsonObject body, params IEnumerable<JsonObject> answers)
    {
        if (attribute.IsNeverReturned && attribute.In(body) is { } secret)
        {
            disagreements.Unless(answers.All(answer => !answer.ToJsonString().Contains(secret.ToJsonString(), StringComparison.Ordinal)), $"the value of {attribute} is returned");
        }
    }

    /// <summary>RFC 7644 §3.9: what is asked for, and what is always returned.</summary>
    private void CheckOnly(ListedType type, ListedAttribute attribute, JsonObject answer)
    {
        foreach (var other in type.Attributes.Where(other => other.Returned != "always" && other.Path != attribute.Path))
        {
            disagreements.Unless(other.In(answer) is null, $"{other} is returned where {attribute} alone is asked for");
        }
    }

    /// <summary>What comes back: as sent where the client sets it, as the service says where that does.</summary>
    private void CheckValue(ListedAttribute attribute, JsonNode? wasSent, JsonNode? read)
    {
        if (attribute.IsReadOnly && read is not null)
        {
            disagreements.Unless(!JsonNode.DeepEquals(wasSent, read), $"{attribute} is read-only, and {read.ToJsonString()} is returned as it was sent");
            foreach (var part in attribute.Parts)
            {
                disagreements.Unless(
                    (read as JsonArray ?? [read.DeepClone()]).All(value => value![part.Name] is not null), $"{part} is listed, and has no value in {read.ToJsonString()}");
            }

            return;
        }

        disagreements.Unless(IsAsSent(attribute, wasSent, read), $"{attribute} was sent as {wasSent?.ToJsonString()} and is {read?.ToJsonString()}");
    }

    private static bool IsAsSent(ListedAttribute attribute, JsonNode? wasSent, JsonNode? read) => (attribute.MultiValued, wasSent, read) switch
    {
        (true, JsonArray many, JsonArray values) => many.Count == values.Count && many.All(one => values.Any(value => IsOneAsSent(attribute, one, value))),
        (true, _, _) => false,
        _ => IsOneAsSent(attribute, wasSent, read),
    };

    private static bool IsOneAsSent(ListedAttribute attribute, JsonNode? wasSent, JsonNode? read) => attribute.IsComplex
        ? wasSent is JsonObject one && read is JsonObject other && attribute.Parts.All(part => part.IsReadOnly
            ? other[part.Name] is not null && !JsonNode.DeepEquals(one[part.Name], other[part.Name])
            : IsOneAsSent(part, one[part.Name], other[part.Name]))
        : JsonNode.DeepEquals(wasSent, read);

    private static bool Same(IReadOnlyList<JsonNode> one, IReadOnlyList<JsonNode> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
}
