namespace OptiId.Conformance.Tests;

/// <summary>The sentences that a test shows.</summary>
/// <param name="ids">Their ids in <c>Requirements/*.tsv</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequirementAttribute(params string[] ids) : Attribute
{
    public IReadOnlyList<string> Ids => ids;
}

/// <summary>The divergence that a test holds: what the product does where it doesn't follow the RFC.</summary>
/// <param name="keys">Keys of rows of docs/scim-divergences.md.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DivergenceAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}
