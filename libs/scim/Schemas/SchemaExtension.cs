namespace OptiId.Scim;

/// <summary>A schema that extends a resource type (RFC 7643 section 6).</summary>
/// <param name="Schema">The extension; its attributes stand under its URN.</param>
/// <param name="Required">Whether a resource can't do without it.</param>
public sealed record SchemaExtension(SchemaDefinition Schema, bool Required);
