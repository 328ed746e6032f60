using System.Runtime.CompilerServices;

namespace OptiId.Scim.Tests;

/// <summary>How often each property is tried: the library's own 100 finds too little.</summary>
internal static class RandomRuns
{
    private const int RunsEach = 2_000;

    [ModuleInitializer]
    internal static void Set() => Check.Iter = Math.Max(Check.Iter, RunsEach);
}
