namespace OptiId.Scim;

/// <summary>What the path of an operation names: an endpoint, or one resource there.</summary>
/// <param name="Type">The resource type that lives at the endpoint.</param>
/// <param name="Id">The id of the resource; null for the endpoint itself, and for a reference.</param>
/// <param name="BulkId">The bulkId of the POST that creates the resource, for <c>/Users/bulkId:x</c>; otherwise null.</param>
public sealed record BulkPath(ResourceTypeDefinition Type, string? Id, string? BulkId)
{
    private const int MaximumIdLength = 256;

    // What would make an address mean more, or something else, than one resource's id.
    private const string NeverInAnId = "%?#\\/";

    private static readonly string Endpoints = string.Join(" and ", ResourceTypes.All.Select(type => type.Endpoint));

    /// <summary>Whether the endpoint itself is meant.</summary>
    public bool IsEndpoint => Id is null && BulkId is null;

    /// <summary>
    /// Reads a path relative to the service provider's root (RFC 7644 section 3.7): <c>/Users</c>, <c>Groups/1</c>,
    /// <c>/users/bulkId:x</c>. An absolute URL isn't one: what it points at might be another server.
    /// </summary>
    internal static BulkRefusal? TryParse(string text, out BulkPath? path)
    {
        path = null;
        var relative = text.TrimStart('/');
        var slash = relative.IndexOf('/', StringComparison.Ordinal);
        var endpoint = slash < 0 ? relative : relative[..slash];
        if (endpoint.Contains(':', StringComparison.Ordinal))
        {
            return BulkRefusal.Malformed($"The path has to be relative to this service's root, such as {ResourceTypes.User.Endpoint}, not a whole URL.");
        }

        var type = ResourceTypes.All.FirstOrDefault(type => endpoint.AsSpan().Equals(type.Endpoint.AsSpan(1), StringComparison.OrdinalIgnoreCase));
        if (type is null)
        {
            return new(404, ScimType.None, $"There is no endpoint {Excerpt.Of(endpoint)} for bulk operations. There are {Endpoints}.");
        }

        var id = slash < 0 ? string.Empty : relative[slash..].TrimStart('/');
        if (BulkReference.TryRead(id, out var bulkId))
        {
            path = new(type, null, bulkId);
            return null;
        }

        id = id.TrimEnd('/');
        if (id.Length == 0)
        {
            path = new(type, null, null);
            return null;
        }

        if (id.Length > MaximumIdLength || id.Any(character => char.IsControl(character) || NeverInAnId.Contains(character, StringComparison.Ordinal)))
        {
            return BulkRefusal.Malformed($"The path has to be an endpoint and the id of a resource, such as {type.Endpoint}/ID, with nothing after it.");
        }

        path = new(type, id, null);
        return null;
    }
}
