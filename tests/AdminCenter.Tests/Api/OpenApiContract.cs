using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptiId.AdminCenter.Tests.Api;

/// <summary>The OpenAPI document as a promise: what is sent and answered must be what it says, no member more and none less.</summary>
internal sealed class OpenApiContract(JsonNode document)
{
    private readonly List<(Regex Path, JsonObject Operations)> paths = [.. document["paths"]!.AsObject().Select(path =>
        (new Regex("^" + Regex.Replace(path.Key, @"\\?\{[^}]*\}", "[^/]+") + "$"), path.Value!.AsObject()))];

    /// <summary>The document itself.</summary>
    public JsonNode Document => document;

    /// <summary>Each operation with its method and path.</summary>
    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>What is wrong with a request's body; null: nothing.</summary>
    public string? FaultOfRequest(string method, string path, JsonNode? body)
    {
        var schema = OperationOf(method, path)?["requestBody"]?["content"]?["application/json"]?["schema"];
        return body is null ? null : schema is null ? $"{method} {path} takes no body" : FaultOf(body, schema, "");
    }

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    public string? FaultOfAnswer(string method, string path, int status, JsonNode? body)
    {
        if (OperationOf(method, path) is not { } operation)
        {
            return status is 404 or 405 ? null : $"{method} {path} isn't in the document";
        }

        var response = operation["responses"]![$"{status}"] ?? (status >= 400 ? operation["responses"]!["default"] : null);
        if (response is null)
        {
            return $"{method} {path} answers {status}, which isn't in the document";
        }

        var schema = response["content"]?[status >= 400 ? "application/problem+json" : "application/json"]?["schema"];
        return (schema, body) switch
        {
            (null, null) => null,
            (null, _) => $"{method} {path} answers {status} with a body, which isn't in the document",
            (_, null) => $"{method} {path} answers {status} without its body",
            _ => FaultOf(body, schema, ""),
        };
    }

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public string? FaultOf(JsonNode? value, JsonNode schema, string place)
    {
        if (schema["$ref"] is { } reference)
        {
            return FaultOf(value, document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!, place);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return choices.Any(choice => FaultOf(value, choice!, place) is null) ? null : $"{place}: {value?.ToJsonString() ?? "null"} fits none of {choices.ToJsonString()}";
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
        {
            return $"{place}: {value?.ToJsonString() ?? "null"} is none of {words.ToJsonString()}";
        }

        var types = schema["type"] switch { JsonArray several => several.Select(type => type!.GetValue<string>()).ToList(), { } one => [one.GetValue<string>()], _ => [] };
        if (types.Count > 0 && !types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && types.Contains("number")))
        {
            return $"{place}: {value?.ToJsonString() ?? "null"} is no {string.Join(" or ", types)}";
        }

        return value switch
        {
            JsonObject members when schema["properties"] is JsonObject known => FaultOfObject(members, schema, known, place),
            JsonArray items when schema["items"] is { } each => items.Select((item, i) => FaultOf(item, each, $"{place}[{i}]")).FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }

    private string? FaultOfObject(JsonObject members, JsonNode schema, JsonObject known, string place)
    {
        foreach (var name in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
        {
            if (!members.ContainsKey(name))
            {
                return $"{place}: {name} is missing";
            }
        }

        return members
            .Select(member => known[member.Key] is { } its ? FaultOf(member.Value, its, $"{place}.{member.Key}") : $"{place}: {member.Key} isn't in the document")
            .FirstOrDefault(fault => fault is not null);
    }

    private JsonNode? OperationOf(string method, string path) =>
        paths.Where(known => known.Path.IsMatch(path)).Select(known => known.Operations[method.ToLowerInvariant()]).FirstOrDefault(operation => operation is not null);

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        JsonValue scalar => scalar.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => scalar.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
            _ => "boolean",
        },
        _ => "",
    };
}
