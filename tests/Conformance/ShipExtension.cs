using System.Runtime.CompilerServices;

namespace OptiId.Conformance.Tests;

/// <summary>
/// An operator's extension that this whole assembly runs with, so that the tests see what the built-in schemas have no example of: immutable
/// attributes, numbers, instants, what is always returned and what on request only.
/// </summary>
internal static class ShipExtension
{
    public const string Urn = "urn:example:params:scim:schemas:extension:ship:2.0:User";

    // Before anything reads a schema: a process reads them once.
    [ModuleInitializer]
    internal static void Install() =>
        Environment.SetEnvironmentVariable("OPTIID_SCIM_EXTENSIONS", RepositoryFile.PathOf("tests/Conformance/Extensions"));
}
