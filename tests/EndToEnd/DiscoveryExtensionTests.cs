using OptiId.ScimGateway.Tests;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// P30 for what is no code: an operator's extension with an attribute of every type, and of every characteristic, is held to its own schema
/// as the built-in ones are.
/// </summary>
public sealed class DiscoveryExtensionTests
{
    private const string File = """
        { "id": "urn:example:params:scim:schemas:extension:everything:2.0:User", "name": "Everything", "description": "Every type", "extends": "User",
          "attributes": [
            { "name": "text", "type": "string" },
            { "name": "exact", "type": "string", "caseExact": true },
            { "name": "whole", "type": "integer" },
            { "name": "fraction", "type": "decimal" },
            { "name": "flag", "type": "boolean" },
            { "name": "instant", "type": "dateTime" },
            { "name": "bytes", "type": "binary", "caseExact": true },
            { "name": "address", "type": "reference", "referenceTypes": ["external"], "caseExact": true },
            { "name": "label", "type": "string", "canonicalValues": ["one", "two", "three"] },
            { "name": "onRequest", "type": "string", "returned": "request" },
            { "name": "always", "type": "string", "returned": "always" },
            { "name": "once", "type": "string", "mutability": "immutable" },
            { "name": "texts", "type": "string", "multiValued": true },
            { "name": "numbers", "type": "integer", "multiValued": true },
            { "name": "instants", "type": "dateTime", "multiValued": true },
            { "name": "parts", "type": "complex",
              "subAttributes": [
                { "name": "text", "type": "string" }, { "name": "whole", "type": "integer" }, { "name": "fraction", "type": "decimal" },
                { "name": "instant", "type": "dateTime" }, { "name": "flag", "type": "boolean" } ] },
            { "name": "visits", "type": "complex", "multiValued": true,
              "subAttributes": [
                { "name": "value", "type": "string", "caseExact": true }, { "name": "at", "type": "dateTime" }, { "name": "count", "type": "integer" },
                { "name": "type", "type": "string", "canonicalValues": ["sale", "gift"] }, { "name": "primary", "type": "boolean" } ] }
          ] }
        """;

    [Fact]
    public async Task P30_AnOperatorsExtension_IsHeldToItsOwnSchema()
    {
        using var home = new LocalRunHome();
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "extensions"));
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder.FullName, "everything.json"), File);
        home.Environment["OPTIID_SCIM_EXTENSIONS"] = folder.FullName;
        await using var run = await LocalRunProcess.StartAsync(home);
        using var scim = run.Scim(run.Token);
        var documents = await DiscoveryDocuments.ReadAsync(scim);
        documents.Type("User").Attributes.Count(IsOurs).ShouldBe(17);

        (await new RoundTripCheck(scim, documents).FindAsync("User")).ShouldBeEmpty();
        (await PatchCheck.FindAsync(scim, documents, "User", IsOurs)).ShouldBeEmpty();
        var search = await SearchCheck.PrepareAsync(scim, documents, "User");
        (await search.FindByFilterAsync(IsOurs)).ShouldBeEmpty();
        (await search.FindBySortAsync(IsOurs)).ShouldBeEmpty();
        (await search.Saying(documents.Saying("Everything.text", "caseExact", true)).FindByFilterAsync(IsOurs)).ShouldNotBeEmpty(); // it can fail
    }

    private static bool IsOurs(ListedAttribute attribute) => attribute.Schema?.Contains("everything", StringComparison.Ordinal) == true;
}
