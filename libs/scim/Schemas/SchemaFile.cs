namespace OptiId.Scim;

/// <summary>What a file says of a schema.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Extends">The resource type that it extends; null for a base schema.</param>
/// <param name="Required">Whether each such resource needs the extension.</param>
internal sealed record SchemaFile(SchemaDefinition Schema, string? Extends, bool Required);
