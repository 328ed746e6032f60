using System.Runtime.CompilerServices;

namespace OptiId.EndToEnd.Tests;

/// <summary>The processes that these tests start live for seconds: compiling their methods a second time, better, takes more of the processor than it gives back.</summary>
internal static class ShortLives
{
    // Read by the runtime of what is started from here on, not by this one's.
    [ModuleInitializer]
    internal static void CompileOnce() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");
}
