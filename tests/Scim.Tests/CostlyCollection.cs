namespace OptiId.Scim.Tests;

/// <summary>Tests that need much memory or a whole processor run after the others, one at a time.</summary>
[CollectionDefinition("Costly", DisableParallelization = true)]
#pragma warning disable CA1711 // xUnit calls it a collection.
public sealed class CostlyCollection;
