namespace OptiId.Scim.Tests;

/// <summary>Tests that measure time run after the others, one at a time.</summary>
[CollectionDefinition("Timed", DisableParallelization = true)]
#pragma warning disable CA1711 // xUnit calls it a collection.
public sealed class TimedCollection;
