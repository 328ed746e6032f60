namespace OptiId.Scim;

/// <summary>The resource types of this service as data: Data/resource-types.json, the schemas that extend them, and the operator's.</summary>
public static class ResourceTypes
{
    /// <summary>Users (RFC 7643 section 4.1) with the enterprise extension (section 4.3) and the operator's.</summary>
    public static ResourceTypeDefinition User => SchemaCatalog.Shared.User;

    /// <summary>A user whom no identity provider sends: none of an extension's attributes can be asked of it.</summary>
    public static ResourceTypeDefinition UserWithoutExtensions => SchemaCatalog.Shared.UserWithoutExtensions;

    /// <summary>Groups (RFC 7643 section 4.2).</summary>
    public static ResourceTypeDefinition Group => SchemaCatalog.Shared.Group;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ResourceTypeDefinition> All => SchemaCatalog.Shared.Types;
}
