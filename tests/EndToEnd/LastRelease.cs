using OptiId.Testing;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>The last release, built from this repository's history by <c>scripts/last-release</c>.</summary>
internal static class LastRelease
{
    /// <summary>Where it was built. Skips the test where nobody has built it, as <c>scripts/test</c> does wherever the history reaches back to it.</summary>
    public static string Root
    {
        get
        {
            var commit = File.ReadAllText(Path.Combine(Programs.Root, "protos", "released.commit")).Trim();
            var root = Path.Combine(Programs.Root, "artifacts", "last-release", commit);
            Assert.SkipUnless(File.Exists(Path.Combine(root, "built")), "The last release isn't built: scripts/last-release does it where the history reaches back to it.");
            TestEnvironment.Say($"the last release is {commit}");
            return root;
        }
    }
}
