using OptiId.Hosting;
using OptiId.Testing;

namespace OptiId.Access.Tests;

/// <summary>Services that a test class may harm.</summary>
public sealed class RunningAlone() : RunningOn(new EmbeddedTestStore(), settings: new() { ["Access:FreshnessBoundMilliseconds"] = "2500" });
