using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>Takes the value of an operation without a path apart into one change for each attribute.</summary>
internal static class PathlessValue
{
    /// <summary>Adds the changes.</summary>
    /// <param name="op">Add or replace.</param>
    /// <param name="attributes">Attributes by name, dotted name, URN name, path, or extension URN.</param>
    /// <param name="type">Whose attributes they are.</param>
    /// <param name="changes">Where to add the changes.</param>
    /// <exception cref="ScimRefusedException">
    /// invalidValue: a value doesn't fit. tooMany: see <see cref="ScimLimits.MaximumAttributesInOneOperation"/>.
    /// </exception>
    public static void Expand(PatchOp op, JsonObject attributes, ResourceTypeDefinition type, List<PatchOperation> changes)
    {
        var limit = changes.Count + ScimLimits.MaximumAttributesInOneOperation;
        foreach (var (name, value) in attributes)
        {
            if (type.TryFindAttribute(name, out var path))
            {
                Take(op, path, value, changes);
            }
            else if (type.TryFindExtension(name, out var extension))
            {
                ExpandExtension(op, extension, value, changes);
            }
            else if (name.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0
                && type.TryFindAttribute(name.AsSpan(0, bracket), out _))
            {
                Take(op, PathParser.Parse(name, type), value, changes);
            }

            if (changes.Count > limit)
            {
                throw new ScimRefusedException(
                    ScimType.TooMany,
                    $"An operation without a path changes more than {ScimLimits.MaximumAttributesInOneOperation} attributes.");
            }
        }
    }

    /// <summary>Adds the changes of the attributes of one extension.</summary>
    /// <param name="op">The operation.</param>
    /// <param name="extension">The extension.</param>
    /// <param name="value">An object of its attributes; null, and remove, unassign all of them.</param>
    /// <param name="changes">Where to add the changes.</param>
    /// <exception cref="ScimRefusedException">invalidValue: not an object, or a value doesn't fit.</exception>
    public static void ExpandExtension(
        PatchOp op, SchemaDefinition extension, JsonNode? value, List<PatchOperation> changes)
    {
        if (value is null || op == PatchOp.Remove)
        {
            foreach (var attribute in extension.Attributes)
            {
                Take(PatchOp.Remove, new AttributePath(extension.Id, attribute), null, changes);
            }

            return;
        }

        if (value is not JsonObject attributes)
        {
            throw new ScimRefusedException(
                ScimType.InvalidValue, $"\"{extension.Id}\" has to be an object with attributes such as {extension.Attributes[0]}.");
        }

        foreach (var (name, part) in attributes)
        {
            if (TryFind(extension, name, out var path))
            {
                Take(op, path, part, changes);
            }
        }
    }

    private static bool TryFind(
        SchemaDefinition extension, ReadOnlySpan<char> name, [NotNullWhen(true)] out AttributePath? path)
    {
        path = null;
        var dot = name.IndexOf('.');
        if (!extension.TryFindAttribute(dot < 0 ? name : name[..dot], out var attribute))
        {
            return false;
        }

        AttributeDefinition? subAttribute = null;
        if (dot >= 0 && !attribute.TryFindSubAttribute(name[(dot + 1)..], out subAttribute))
        {
            return false;
        }

        path = new AttributePath(extension.Id, attribute, null, subAttribute);
        return true;
    }

    private static void Take(PatchOp op, AttributePath path, JsonNode? value, List<PatchOperation> changes)
    {
        if (!PatchValue.IsReadOnly(path) && !PatchValue.IsNeverStored(path))
        {
            changes.Add(new PatchOperation(op, path, PatchValue.Read(op, path, value)));
        }
    }
}
