namespace OptiId.Scim;

/// <summary>The schemas of RFC 7643 section 4 as data (Data/Schemas), and the URNs of RFC 7643 and 7644.</summary>
public static class ScimSchemas
{
    /// <summary>Core User (RFC 7643 section 4.1).</summary>
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>Enterprise User (RFC 7643 section 4.3).</summary>
    public const string EnterpriseUserUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>Core Group (RFC 7643 section 4.2).</summary>
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>Schema (RFC 7643 section 7).</summary>
    public const string SchemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    /// <summary>Resource type (RFC 7643 section 6).</summary>
    public const string ResourceTypeUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

    /// <summary>Service provider configuration (RFC 7643 section 5).</summary>
    public const string ServiceProviderConfigUrn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    /// <summary>PATCH request (RFC 7644 section 3.5.2).</summary>
    public const string PatchOpUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Answer to a query (RFC 7644 section 3.4.2).</summary>
    public const string ListResponseUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>Query by POST (RFC 7644 section 3.4.3).</summary>
    public const string SearchRequestUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>Error body (RFC 7644 section 3.12).</summary>
    public const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>Bulk request (RFC 7644 section 3.7).</summary>
    public const string BulkRequestUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /// <summary>Bulk answer (RFC 7644 section 3.7).</summary>
    public const string BulkResponseUrn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    /// <summary>Names our data file of common attributes; never seen by a client.</summary>
    internal const string CommonUrn = "urn:optiid:scim:common";

    /// <summary>Core User (RFC 7643 section 4.1).</summary>
    public static SchemaDefinition User { get; } = Find(UserUrn);

    /// <summary>Enterprise User (RFC 7643 section 4.3).</summary>
    public static SchemaDefinition EnterpriseUser { get; } = Find(EnterpriseUserUrn);

    /// <summary>Core Group (RFC 7643 section 4.2).</summary>
    public static SchemaDefinition Group { get; } = Find(GroupUrn);

    /// <summary>What every resource has: schemas, id, externalId and meta (RFC 7643 section 3). Not part of /Schemas.</summary>
    public static SchemaDefinition Common { get; } =
        SchemaReader.Read("common-attributes.json", EmbeddedData.Read("common-attributes.json")).Schema;

    /// <summary>The schemas that clients may see, the operator's extensions among them.</summary>
    public static IReadOnlyList<SchemaDefinition> All => SchemaCatalog.Shared.Schemas;

    /// <summary>
    /// Reads the operator's extensions, so that a bad file ends a service's start and not its first request: the folder that the
    /// environment variable <c>OPTIID_SCIM_EXTENSIONS</c> names.
    /// </summary>
    /// <exception cref="SchemaFileException">The folder isn't there, or one of its files can't be used.</exception>
    public static void ReadExtensions() => _ = SchemaCatalog.Shared;

    private static SchemaDefinition Find(string urn) => SchemaCatalog.BuiltIn.First(file => file.Schema.Id == urn).Schema;
}
