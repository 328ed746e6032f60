namespace OptiId.Scim.Tests;

/// <summary>A folder of an operator's extensions, for the time of a test.</summary>
internal sealed class ExtensionFolder : IDisposable
{
    /// <summary>The URN of <see cref="Shop"/>.</summary>
    public const string ShopUrn = "urn:example:params:scim:schemas:extension:shop:2.0:User";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optiid-extensions-");

    public ExtensionFolder(params string[] files)
    {
        for (var number = 0; number < files.Length; number++)
        {
            File.WriteAllText(PathOf(number), files[number]);
        }
    }

    /// <summary>An extension with an attribute of each type and each characteristic that an extension can have.</summary>
    public static string Shop { get; } = $$"""
        { "schemas": ["{{ScimSchemas.SchemaUrn}}"], "id": "{{ShopUrn}}", "name": "Shop", "description": "What a shop knows", "extends": "User",
          "attributes": [
            { "name": "loyaltyNumber", "type": "integer" },
            { "name": "discount", "type": "decimal" },
            { "name": "since", "type": "dateTime" },
            { "name": "isMember", "type": "boolean" },
            { "name": "card", "type": "binary", "caseExact": true },
            { "name": "homeShop", "type": "reference", "referenceTypes": ["external"], "caseExact": true },
            { "name": "code", "type": "string", "caseExact": true, "mutability": "immutable" },
            { "name": "secretHint", "type": "string", "returned": "request" },
            { "name": "tags", "type": "string", "multiValued": true },
            { "name": "badge", "type": "complex", "subAttributes": [
                { "name": "value", "type": "string", "required": true }, { "name": "floor", "type": "integer" } ] },
            { "name": "visits", "type": "complex", "multiValued": true, "subAttributes": [
                { "name": "value", "type": "string", "caseExact": true }, { "name": "at", "type": "dateTime" }, { "name": "spent", "type": "decimal" },
                { "name": "type", "type": "string", "canonicalValues": ["online", "shop"] }, { "name": "primary", "type": "boolean" } ] }
          ] }
        """;

    /// <summary>Users with the extension <see cref="Shop"/>.</summary>
    public static ResourceTypeDefinition ShopUsers { get; } = ReadShop();

    public string Path => folder.FullName;

    public string PathOf(int number) => System.IO.Path.Combine(Path, $"{number}.json");

    public SchemaCatalog Load() => SchemaCatalog.Load(Path);

    public void Dispose() => folder.Delete(recursive: true);

    private static ResourceTypeDefinition ReadShop()
    {
        using var folder = new ExtensionFolder(Shop);
        return folder.Load().User;
    }
}
