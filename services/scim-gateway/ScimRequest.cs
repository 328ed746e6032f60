using System.Globalization;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>A request on its way through a route.</summary>
/// <param name="Http">The HTTP side.</param>
/// <param name="Call">Who asks for it, and under which conditions.</param>
internal sealed record ScimRequest(HttpContext Http, ScimCall Call)
{
    public CancellationToken Aborted => Call.Aborted;

    public bool IsHead => HttpMethods.IsHead(Http.Request.Method);

    /// <summary>Whether it only reads.</summary>
    public bool IsRead => HttpMethods.IsGet(Http.Request.Method) || IsHead;

    /// <summary>
    /// What the answer holds, by the parameters of the query. Read before anything is changed (P29).
    /// </summary>
    /// <exception cref="ScimRefusedException">invalidValue.</exception>
    public Projection ReadProjection(ResourceTypeDefinition type) => Projection.Parse(Query("attributes"), Query("excludedAttributes"), type);

    /// <summary>A parameter of the query; null where it isn't there.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A version as an entity tag; weak, for the representation varies with the attributes that are asked for.</summary>
    public static string EntityTag(ulong version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");
}
