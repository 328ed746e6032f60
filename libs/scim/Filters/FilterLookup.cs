namespace OptiId.Scim;

/// <summary>One question to an index.</summary>
/// <param name="Attribute">The indexed attribute, as it was named to <see cref="FilterLookups.Plan"/>.</param>
/// <param name="IsPrefix">Whether the value begins with <paramref name="Value"/> (<c>sw</c>); else it is equal to it.</param>
/// <param name="Value">The value as the filter wrote it; the index compares by its own form.</param>
public sealed record FilterLookup(string Attribute, bool IsPrefix, string Value);
