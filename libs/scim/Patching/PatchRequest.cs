using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Reads the body of a PATCH request (RFC 7644 section 3.5.2).</summary>
public static class PatchRequest
{
    /// <summary>
    /// Reads a body into changes of one attribute each. An operation without a path becomes one change for each
    /// attribute in its value, dotted and URN keys being paths (facts/entra.md); unknown and read-only attributes are
    /// ignored there, because Okta sends <c>id</c> and both send attributes of their own. A password is dropped (P6).
    /// </summary>
    /// <param name="body">The body; stays as it is and shares nothing with the result.</param>
    /// <param name="type">What is patched.</param>
    /// <param name="maximumOperations">How many operations the body may have.</param>
    /// <returns>The changes in order; none for an empty <c>Operations</c>, which Entra sends.</returns>
    /// <exception cref="ScimRefusedException">
    /// invalidValue: <c>schemas</c> lacks the PatchOp URN, or a value is missing or doesn't fit. invalidSyntax: no array
    /// of operations, or an unknown <c>op</c>. tooMany: more than <paramref name="maximumOperations"/>. noTarget: remove
    /// without a path. invalidPath, invalidFilter: see <see cref="PathParser"/>. mutability: a path to a read-only attribute.
    /// </exception>
    public static IReadOnlyList<PatchOperation> Parse(JsonObject body, ResourceTypeDefinition type, int maximumOperations)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(type);
        if (!JsonText.HoldsUrn(JsonText.Find(body, "schemas"), ScimSchemas.PatchOpUrn))
        {
            throw Refuse(ScimType.InvalidValue, $"A PATCH needs \"schemas\" with \"{ScimSchemas.PatchOpUrn}\".");
        }

        if (JsonText.Find(body, "Operations") is not JsonArray operations)
        {
            throw Refuse(ScimType.InvalidSyntax, "A PATCH needs \"Operations\", an array.");
        }

        if (operations.Count > maximumOperations)
        {
            throw Refuse(ScimType.TooMany, $"The PATCH has more than {maximumOperations} operations. Send several requests.");
        }

        var changes = new List<PatchOperation>(operations.Count);
        foreach (var element in operations)
        {
            if (element is not JsonObject operation)
            {
                throw Refuse(ScimType.InvalidSyntax, "Each of \"Operations\" has to be an object.");
            }

            Read(operation, type, changes);
        }

        return changes;
    }

    private static void Read(JsonObject operation, ResourceTypeDefinition type, List<PatchOperation> changes)
    {
        var op = ReadOp(operation);
        var hasValue = JsonText.TryFind(operation, "value", out var value);
        var path = JsonText.Find(operation, "path");
        if (!hasValue && op != PatchOp.Remove)
        {
            throw Refuse(ScimType.InvalidValue, "An operation that adds or replaces needs \"value\"; null unassigns.");
        }

        if (path is null)
        {
            ReadWithoutPath(op, value, type, changes);
            return;
        }

        if (!JsonText.TryRead(path, out var text))
        {
            throw Refuse(ScimType.InvalidPath, "The \"path\" of an operation has to be a text.");
        }

        if (string.Equals(text, type.Schema.Id, StringComparison.OrdinalIgnoreCase))
        {
            ReadWithoutPath(op, value, type, changes);
        }
        else if (type.TryFindExtension(text, out var extension))
        {
            PathlessValue.ExpandExtension(op, extension, value, changes);
        }
        else
        {
            ReadWithPath(op, PathParser.Parse(text, type), value, changes);
        }
    }

    private static void ReadWithoutPath(
        PatchOp op, JsonNode? value, ResourceTypeDefinition type, List<PatchOperation> changes)
    {
        if (op == PatchOp.Remove)
        {
            throw Refuse(ScimType.NoTarget, "An operation that removes needs \"path\": it says what to remove.");
        }

        if (value is not JsonObject attributes)
        {
            throw Refuse(ScimType.InvalidValue, "An operation without \"path\" needs an object of attributes as \"value\".");
        }

        PathlessValue.Expand(op, attributes, type, changes);
    }

    private static void ReadWithPath(PatchOp op, AttributePath path, JsonNode? value, List<PatchOperation> changes)
    {
        // RFC 7644 section 3.5.2 lets a client say which schemas a resource uses; here they follow from what it holds.
        if (op != PatchOp.Remove && path is { Schema: null, Attribute.Name: "schemas" })
        {
            return;
        }

        PatchValue.RequireWritable(path);
        if (!PatchValue.IsNeverStored(path))
        {
            changes.Add(new PatchOperation(op, path, PatchValue.Read(op, path, value)));
        }
    }

    private static PatchOp ReadOp(JsonObject operation)
    {
        if (!JsonText.TryRead(JsonText.Find(operation, "op"), out var op))
        {
            throw Refuse(ScimType.InvalidSyntax, "Each operation needs \"op\": add, remove or replace.");
        }

        // Entra writes them with a capital letter (facts/entra.md).
        return op switch
        {
            _ when op.Equals("add", StringComparison.OrdinalIgnoreCase) => PatchOp.Add,
            _ when op.Equals("remove", StringComparison.OrdinalIgnoreCase) => PatchOp.Remove,
            _ when op.Equals("replace", StringComparison.OrdinalIgnoreCase) => PatchOp.Replace,
            _ => throw Refuse(ScimType.InvalidSyntax, $"There is no operation {Excerpt.Of(op)}. Use add, remove or replace."),
        };
    }

    private static ScimRefusedException Refuse(ScimType type, string detail) => new(type, detail);
}
