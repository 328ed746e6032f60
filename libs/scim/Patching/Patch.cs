using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Applies the operations of a PATCH request to a resource (RFC 7644 section 3.5.2).</summary>
public static class Patch
{
    /// <summary>
    /// Applies operations in order, all or none. Where the RFC leaves it open or clients disagree with it: adding no
    /// values, removing an absent one and removing an empty list change nothing (P15); a value path with a sub-attribute
    /// that matches nothing creates the element where its filter says what the element is (facts/entra.md); an element
    /// of which only labels are left goes.
    /// </summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="resource">The resource in our form; stays as it is. What operations don't name is kept, id and meta too.</param>
    /// <param name="operations">The operations, from <see cref="PatchRequest.Parse"/>.</param>
    /// <returns>The changed resource, sharing nothing with the input; equal to it where nothing changed.</returns>
    /// <exception cref="ScimRefusedException">
    /// tooMany: more comparisons than <see cref="ScimLimits.MaximumPatchComparisons"/>. mutability: a read-only or immutable
    /// attribute, or a required one would lose its value. noTarget: a replace of values that aren't there. invalidValue: a value doesn't fit, a complex value or an extension would lack what its
    /// schema requires, or the result is too large.
    /// </exception>
    public static JsonObject Apply(
        ResourceTypeDefinition type, JsonObject resource, IReadOnlyList<PatchOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(operations);
        var result = resource.DeepClone().AsObject();
        var comparisons = 0L;
        for (var index = 0; index < operations.Count; index++)
        {
            var operation = operations[index];
            if (operation.Path is not null)
            {
                CheckEffort(comparisons += Effort(result, operation.Path));
                ApplyOne(result, operation, operation.Path);
                continue;
            }

            foreach (var change in Expand(operation, type))
            {
                ApplyOne(result, change, change.Path!);
            }
        }

        RequiredValues.Check(type, resource, result);
        ResourceSize.Check(result, type);
        return result;
    }

    // What an operation compares: each value of the attribute with each comparison in the path's brackets.
    private static long Effort(JsonObject resource, AttributePath path)
    {
        var owner = path.Schema is null ? resource : resource[path.Schema] as JsonObject;
        return owner?[path.Attribute.Name] is JsonArray values ? (long)values.Count * FilterShape.CountComparisons(path.ValueFilter) : 0;
    }

    private static void CheckEffort(long comparisons)
    {
        if (comparisons > ScimLimits.MaximumPatchComparisons)
        {
            throw new ScimRefusedException(
                ScimType.TooMany, $"The PATCH compares values more than {ScimLimits.MaximumPatchComparisons} times. Send fewer operations, or simpler filters in their paths.");
        }
    }

    private static List<PatchOperation> Expand(PatchOperation operation, ResourceTypeDefinition type)
    {
        if (operation.Op == PatchOp.Remove || operation.Value is not JsonObject attributes)
        {
            throw new ScimRefusedException(ScimType.NoTarget, "An operation without a path needs an object of attributes to add or replace.");
        }

        var changes = new List<PatchOperation>();
        PathlessValue.Expand(operation.Op, attributes, type, changes);
        return changes;
    }

    private static void ApplyOne(JsonObject resource, PatchOperation operation, AttributePath path)
    {
        PatchValue.RequireWritable(path);
        if (PatchValue.IsNeverStored(path))
        {
            return;
        }

        // Reading the value again copies it, which has to be done anyway: a node lives in one tree only.
        var value = PatchValue.Read(operation.Op, path, operation.Value);
        if (path.Schema is null)
        {
            ApplyTo(resource, operation.Op, path, value);
            return;
        }

        var extension = resource[path.Schema] as JsonObject ?? [];
        ApplyTo(extension, operation.Op, path, value);
        if (extension.Count == 0)
        {
            resource.Remove(path.Schema);
        }
        else if (extension.Parent is null)
        {
            resource[path.Schema] = extension;
        }
    }

    private static void ApplyTo(JsonObject owner, PatchOp op, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute;
        if (attribute.Mutability == Mutability.Immutable && owner[attribute.Name]?.DeepClone() is { } before)
        {
            Change(owner, op, path, value);
            if (!JsonNode.DeepEquals(before, owner[attribute.Name]))
            {
                throw new ScimRefusedException(ScimType.Mutability, $"{attribute} is immutable: it can't be changed once it is set.");
            }

            return;
        }

        Change(owner, op, path, value);
    }

    private static void Change(JsonObject owner, PatchOp op, AttributePath path, JsonNode? value)
    {
        if (path.ValueFilter is not null)
        {
            ValuePathChange.Apply(owner, op, path, path.ValueFilter, value);
        }
        else if (path.Attribute.MultiValued)
        {
            MultiValuedChange.Apply(owner, op, path, value);
        }
        else
        {
            SingleValuedChange.Apply(owner, path, value);
        }
    }
}
