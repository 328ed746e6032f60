using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Which attributes of a group an answer holds: what isn't asked for isn't even read.</summary>
internal sealed record GroupShape(bool DisplayName, bool ExternalId, MemberShape Members, MetaShape Meta)
{
    private static readonly GroupShape Whole = new(true, true, MemberShape.Whole, MetaShape.Whole);

    public bool HasMembers => Members != MemberShape.None;

    public GroupShape WithoutMembers => this with { Members = MemberShape.None };

    /// <summary>Follows from <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 §3.9).</summary>
    public static GroupShape Of(Projection projection) => projection.IsDefault
        ? Whole
        : new(projection.Holds("displayName"), projection.Holds("externalId"), MemberShape.Of(projection), MetaShape.Of(projection));
}

/// <summary>Which parts of a member an answer holds.</summary>
internal readonly record struct MemberShape(bool Value, bool Ref, bool Type)
{
    public static MemberShape Whole => new(true, true, true);

    public static MemberShape None => default;

    public static MemberShape Of(Projection projection) =>
        new(projection.Holds("members.value"), projection.Holds("members.$ref"), projection.Holds("members.type"));
}

/// <summary>Which parts of <c>meta</c> an answer holds.</summary>
internal readonly record struct MetaShape(bool ResourceType, bool Created, bool LastModified, bool Location, bool Version)
{
    public static MetaShape Whole => new(true, true, true, true, true);

    public static MetaShape None => default;

    public static MetaShape Of(Projection projection) => new(
        projection.Holds("meta.resourceType"), projection.Holds("meta.created"), projection.Holds("meta.lastModified"),
        projection.Holds("meta.location"), projection.Holds("meta.version"));
}
