namespace OptiId.Scim;

/// <summary>What a service knows of a resource beside its stored document, and a filter can ask for (RFC 7643 section 3.1). Its <c>meta.location</c> is made for each answer and can't be asked for.</summary>
/// <param name="Id">Its <c>id</c>.</param>
/// <param name="Active">Its <c>active</c>; null where the document says it, or the type has none.</param>
/// <param name="Created">Its <c>meta.created</c>.</param>
/// <param name="LastModified">Its <c>meta.lastModified</c>.</param>
/// <param name="Version">Its <c>meta.version</c>, such as <c>W/"3"</c>.</param>
public readonly record struct ResourceFacts(
    string Id, bool? Active, DateTimeOffset Created, DateTimeOffset LastModified, string Version);
