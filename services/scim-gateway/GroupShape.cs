using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Which attributes of a group an answer holds: what isn't asked for isn't even read.</summary>
internal readonly record struct GroupShape(bool DisplayName, bool ExternalId, bool Members, bool Meta)
{
    private static readonly GroupShape Whole = new(true, true, true, true);

    /// <summary>Follows from <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 §3.9).</summary>
    public static GroupShape Of(ScimRequest request)
    {
        if (!request.IsProjected)
        {
            return Whole;
        }

        var sample = new JsonObject
        {
            ["displayName"] = "",
            ["externalId"] = "",
            ["members"] = new JsonArray(new JsonObject { ["value"] = "" }),
            ["meta"] = new JsonObject { ["resourceType"] = "Group" },
        };
        var kept = Projection.Apply(sample, ResourceTypes.Group, request.Attributes, request.ExcludedAttributes);
        return new(kept.ContainsKey("displayName"), kept.ContainsKey("externalId"), kept.ContainsKey("members"), kept.ContainsKey("meta"));
    }
}
