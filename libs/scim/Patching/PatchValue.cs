using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>What an operation may point at, and its value in our form.</summary>
internal static class PatchValue
{
    /// <summary>Refuses a path to what only the service sets.</summary>
    /// <exception cref="ScimRefusedException">mutability.</exception>
    public static void RequireWritable(AttributePath path)
    {
        if (IsReadOnly(path))
        {
            throw new ScimRefusedException(ScimType.Mutability, $"{path.Target} is read-only: this service sets it.");
        }
    }

    /// <summary>Whether only the service sets what the path points at.</summary>
    public static bool IsReadOnly(AttributePath path) =>
        path.Attribute.Mutability == Mutability.ReadOnly || path.SubAttribute?.Mutability == Mutability.ReadOnly;

    /// <summary>Whether the path points at what is accepted and never stored: the password (P6).</summary>
    public static bool IsNeverStored(AttributePath path) => path.Target.Returned == Returned.Never;

    /// <summary>Brings an operation's value into our form (see <see cref="PatchOperation"/>).</summary>
    /// <param name="op">The operation.</param>
    /// <param name="path">Where it points.</param>
    /// <param name="value">Its value from the input.</param>
    /// <returns>A new node, or null for none.</returns>
    /// <exception cref="ScimRefusedException">invalidValue: it doesn't fit.</exception>
    public static JsonNode? Read(PatchOp op, AttributePath path, JsonNode? value)
    {
        var pointsAtValues = path.SubAttribute is null && path.ValueFilter is null && path.Attribute.MultiValued;
        if (op == PatchOp.Remove)
        {
            // An empty list of what to remove removes nothing; only no list at all removes everything.
            return pointsAtValues && value is not null
                ? ValueReader.Read(path.Attribute, value, ValuePurpose.Resource) ?? new JsonArray()
                : null;
        }

        if (path.SubAttribute is not null)
        {
            return ValueReader.Read(path.SubAttribute, value, ValuePurpose.Change);
        }

        if (path.ValueFilter is not null)
        {
            var single = value is JsonArray { Count: 1 } array ? array[0] : value;
            return JsonText.IsUnassigned(single) ? null : ValueReader.ReadOne(path.Attribute, single, ValuePurpose.Change);
        }

        return ValueReader.Read(path.Attribute, value, ValuePurpose.Change);
    }
}
