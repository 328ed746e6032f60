using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>The schemas and resource types of this process: what is built in, and the operator's extensions.</summary>
internal sealed class SchemaCatalog
{
    /// <summary>The environment variable that names the folder of the operator's extensions.</summary>
    public const string FolderVariable = "OPTIID_SCIM_EXTENSIONS";

    private const int MaximumFileLength = 1024 * 1024;

    private static readonly Lazy<SchemaCatalog> LazyShared = new(() => Load(Environment.GetEnvironmentVariable(FolderVariable)));

    private SchemaCatalog(IReadOnlyList<SchemaFile> files)
    {
        Schemas = [.. files.Select(file => file.Schema)];
        Types = [.. EmbeddedData.ReadJson("resource-types.json").AsArray().Select(type => ReadType(type!.AsObject(), files))];
        User = Types.First(type => type.Name == "User");
        Group = Types.First(type => type.Name == "Group");
        UserWithoutExtensions = User.With(extensions: []);
    }

    /// <summary>That of this process, read at its first use.</summary>
    /// <exception cref="SchemaFileException">The operator's folder can't be used.</exception>
    public static SchemaCatalog Shared => LazyShared.Value;

    /// <summary>What is built in: a file each in Data/Schemas.</summary>
    public static IReadOnlyList<SchemaFile> BuiltIn { get; } =
        [.. EmbeddedData.Names("Schemas/").Select(name => SchemaReader.Read(name, EmbeddedData.Read(name)))];

    /// <summary>The schemas that clients may see: the built-in ones, then the operator's by file name.</summary>
    public IReadOnlyList<SchemaDefinition> Schemas { get; }

    /// <summary>The resource types, with the schemas that extend them.</summary>
    public IReadOnlyList<ResourceTypeDefinition> Types { get; }

    /// <summary>Users.</summary>
    public ResourceTypeDefinition User { get; }

    /// <summary>Users without any extension.</summary>
    public ResourceTypeDefinition UserWithoutExtensions { get; }

    /// <summary>Groups.</summary>
    public ResourceTypeDefinition Group { get; }

    /// <summary>Reads the built-in schemas and those of a folder.</summary>
    /// <param name="folder">The folder; each of its files that ends with .json is an extension. Null or empty for none.</param>
    /// <exception cref="SchemaFileException">The folder isn't there, or one of its files can't be used.</exception>
    public static SchemaCatalog Load(string? folder)
    {
        var files = new List<SchemaFile>(BuiltIn);
        if (string.IsNullOrEmpty(folder))
        {
            return new SchemaCatalog(files);
        }

        foreach (var path in FindFiles(folder))
        {
            var file = SchemaReader.Read(path, ReadFile(path));
            ExtensionRules.Check(path, file, files);
            files.Add(file);
        }

        return new SchemaCatalog(files);
    }

    private static IEnumerable<string> FindFiles(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SchemaFileException(folder, $"it isn't a folder that can be read; {FolderVariable} names it.");
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaximumFileLength
                ? File.ReadAllBytes(path)
                : throw new SchemaFileException(path, "it is larger than 1 MiB.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SchemaFileException(path, "it can't be read.");
        }
    }

    private static ResourceTypeDefinition ReadType(JsonObject json, IReadOnlyList<SchemaFile> files)
    {
        var name = Text(json, "name");
        var schema = Text(json, "schema");
        return new ResourceTypeDefinition
        {
            Name = name,
            Endpoint = Text(json, "endpoint"),
            Description = Text(json, "description"),
            Schema = files.First(file => file.Schema.Id == schema).Schema,
            Extensions = [.. files.Where(file => file.Extends == name).Select(file => new SchemaExtension(file.Schema, file.Required))],
            FilterAliases = json["filterAliases"]!.AsObject().ToDictionary(
                alias => alias.Key, alias => alias.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase),
            Unsearchable = [.. json["unsearchable"]!.AsArray().Select(attribute => attribute!.GetValue<string>())],
        };
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
