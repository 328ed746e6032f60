using System.Text;
using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.Fuzz;

/// <summary>What must hold of every input; a <see cref="ScimRefusedException"/> is an answer, everything else is a mistake.</summary>
internal static class Checks
{
    private const int MaximumOperations = 100;

    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonObject[] Users = [.. Read(ResourceTypes.User)];
    private static readonly JsonObject[] Groups = [.. Read(ResourceTypes.Group)];

    /// <summary>Printing a filter keeps its meaning, on trees and on bytes.</summary>
    public static void Filter(string text, ResourceTypeDefinition type)
    {
        var filter = FilterParser.Parse(text, type);
        var printed = filter.ToString();
        var again = FilterParser.Parse(printed, type);
        Require(again == filter, "The printed filter is read as another.");
        Require(again.ToString() == printed, "The filter is printed otherwise the second time.");
        var onBytes = new DocumentFilter(again, type);
        foreach (var resource in type == ResourceTypes.User ? Users : Groups)
        {
            var facts = new ResourceFacts("id-1", null, Time, Time, "W/\"1\"");
            var whole = resource.DeepClone().AsObject();
            whole["id"] = facts.Id;
            whole["meta"] = new JsonObject
            {
                ["resourceType"] = type.Name,
                ["created"] = "2026-01-31T12:00:00Z",
                ["lastModified"] = "2026-01-31T12:00:00Z",
                ["version"] = facts.Version,
            };
            whole["schemas"] = new JsonArray([type.Schema.Id, .. type.Extensions.Where(extension => whole.ContainsKey(extension.Schema.Id)).Select(extension => (JsonNode)extension.Schema.Id)]);
            var holds = FilterEvaluator.Matches(filter, whole, type);
            Require(onBytes.Matches(Encoding.UTF8.GetBytes(resource.ToJsonString()), facts) == holds, $"On bytes the filter isn't {holds} for {resource.ToJsonString()}");
        }
    }

    /// <summary>Printing a path keeps its meaning.</summary>
    public static void Path(string text)
    {
        var path = PathParser.Parse(text, ResourceTypes.User);
        var printed = path.ToString();
        var again = PathParser.Parse(printed, ResourceTypes.User);
        Require(again == path && again.ToString() == printed, "The printed path is read as another.");
    }

    /// <summary>What is accepted is read the same when it comes back as it was stored.</summary>
    public static void Json(byte[] utf8)
    {
        var body = ScimJson.ParseObject(utf8);
        var before = body.ToJsonString();
        var isGroup = before.Contains(ScimSchemas.GroupUrn, StringComparison.OrdinalIgnoreCase);
        var type = isGroup ? ResourceTypes.Group : ResourceTypes.User;
        var resource = ResourceReader.Read(body, type);
        Require(body.ToJsonString() == before, "Reading changed the body.");
        RequireReadable(resource, type);
    }

    /// <summary>A PATCH gives a resource in our form, or leaves the resource as it was.</summary>
    public static void Patch(byte[] utf8)
    {
        var body = ScimJson.ParseObject(utf8);
        Patch(body, ResourceTypes.Group, Groups);
        Patch(body, ResourceTypes.User, Users);
        var operations = PatchRequest.Parse(body, ResourceTypes.User, MaximumOperations); // an answer of its own
        Require(operations.All(operation => operation.Path is not null), "An operation has no path.");
    }

    /// <summary>Projections and sort orders.</summary>
    public static void Names(string text)
    {
        foreach (var projection in new[] { Projection.Parse(text, null, ResourceTypes.User), Projection.Parse(null, text, ResourceTypes.User), Projection.Parse(text, text, ResourceTypes.User) })
        {
            foreach (var user in Users)
            {
                var before = user.ToJsonString();
                var shown = projection.Apply(user);
                Require(JsonNode.DeepEquals(projection.Apply(shown), shown), "Projecting twice isn't projecting once.");
                Require(user.ToJsonString() == before, "Projecting changed the resource.");
            }
        }

        if (SortOrder.Parse(text, null, ResourceTypes.User) is { } order)
        {
            _ = Users.Select(order.KeyOf).ToList();
        }
    }

    private static void Patch(JsonObject body, ResourceTypeDefinition type, JsonObject[] resources)
    {
        IReadOnlyList<PatchOperation> operations;
        try
        {
            operations = PatchRequest.Parse(body, type, MaximumOperations);
        }
        catch (ScimRefusedException)
        {
            return;
        }

        foreach (var resource in resources)
        {
            var before = resource.ToJsonString();
            try
            {
                var patched = Scim.Patch.Apply(type, resource, operations);
                RequireReadable(patched, type);
                RequirePaths(type, resource, operations, patched);
            }
            catch (ScimRefusedException)
            {
            }

            Require(resource.ToJsonString() == before, "The PATCH changed the resource that it was given.");
        }
    }

    // Services send operations on by their printed paths.
    private static void RequirePaths(ResourceTypeDefinition type, JsonObject resource, IReadOnlyList<PatchOperation> operations, JsonObject patched)
    {
        var sent = operations.Select(operation => operation with { Path = PathParser.Parse(operation.Path!.ToString(), type), Value = operation.Value?.DeepClone() });
        Require(JsonNode.DeepEquals(Scim.Patch.Apply(type, resource, [.. sent]), patched), "The operations mean something else by their printed paths.");
    }

    private static void RequireReadable(JsonObject resource, ResourceTypeDefinition type)
    {
        var body = ScimJson.ParseObject(Encoding.UTF8.GetBytes(resource.ToJsonString()));
        body["schemas"] = new JsonArray(type.Schema.Id);
        JsonObject again;
        try
        {
            again = ResourceReader.Read(body, type);
        }
        catch (ScimRefusedException refusal)
        {
            throw new InvalidOperationException($"What was accepted is refused when it comes back: {refusal.Message} {resource.ToJsonString()}");
        }

        Require(JsonNode.DeepEquals(again, resource), $"What was accepted is read as something else: {resource.ToJsonString()} and {again.ToJsonString()}");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private static IEnumerable<JsonObject> Read(ResourceTypeDefinition type)
    {
        foreach (var body in Corpus.Bodies)
        {
            JsonObject resource;
            try
            {
                resource = ResourceReader.Read(ScimJson.ParseObject(Encoding.UTF8.GetBytes(body)), type);
            }
            catch (ScimRefusedException)
            {
                continue; // a PATCH, another type, or broken on purpose
            }

            yield return resource;
        }
    }
}
