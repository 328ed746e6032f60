using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>One change of one attribute.</summary>
/// <param name="Op">What to do.</param>
/// <param name="Path">
/// Where. <see cref="PatchRequest"/> always gives one; null means that <paramref name="Value"/> is an object of attributes.
/// </param>
/// <param name="Value">
/// The value in our form as <see cref="PatchRequest"/> gives it: an array for a multi-valued attribute, real booleans,
/// the schema's spelling. Null unassigns for replace and for an add to a single-valued attribute, and is no value for
/// remove. A remove with an array removes those elements only.
/// </param>
public sealed record PatchOperation(PatchOp Op, AttributePath? Path, JsonNode? Value);
