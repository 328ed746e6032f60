using System.Text.Json;

namespace OptiId.Scim;

/// <summary>Checks an operation by itself: what is wrong with it fails this operation only (RFC 7644 section 3.7.3).</summary>
internal static class BulkOperationReader
{
    /// <summary>Reads an operation.</summary>
    /// <param name="index">Its place among the operations.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="creators">Which operation creates the resource of a bulkId.</param>
    public static BulkOperation Read(int index, BulkOperationText text, IReadOnlyDictionary<string, int> creators)
    {
        var method = BulkMethodKeywords.Parse(text.Method);
        var refusal = RefuseNotText(text) ?? RefuseMethod(method, text);
        var pathRefusal = ReadPath(text, out var path);
        refusal ??= pathRefusal ?? RefuseTarget(method, path!) ?? RefuseData(method, text);
        var (data, references) = (method == BulkMethod.Delete ? default : text.Data, new BulkReferences(creators));
        if (refusal is null)
        {
            references.AddPath(path!);
            BulkReferenceScan.Scan(data.Span, method, references);
            refusal = references.Refusal;
        }

        return new BulkOperation
        {
            Index = index,
            Method = method,
            BulkId = text.BulkId,
            Path = path,
            Version = text.Version,
            Refusal = refusal,
            Data = data,
            References = refusal is null ? references.ToOrderedList() : [],
        };
    }

    private static BulkRefusal? RefuseNotText(BulkOperationText text) =>
        text.NotText is { } name ? BulkRefusal.Malformed($"The \"{name}\" of an operation has to be a text.") : null;

    private static BulkRefusal? RefuseMethod(BulkMethod method, BulkOperationText text) => method switch
    {
        BulkMethod.None when text.Method is null => BulkRefusal.Malformed("An operation needs \"method\": POST, PUT, PATCH or DELETE."),
        BulkMethod.None => BulkRefusal.Malformed($"There is no method {Excerpt.Of(text.Method)} in bulk. Use POST, PUT, PATCH or DELETE."),
        BulkMethod.Post when string.IsNullOrEmpty(text.BulkId) =>
            BulkRefusal.Malformed("A POST needs \"bulkId\", a text of your own that no other operation has."),
        _ => null,
    };

    private static BulkRefusal? ReadPath(BulkOperationText text, out BulkPath? path)
    {
        path = null;
        return text.Path is null
            ? BulkRefusal.Malformed($"An operation needs \"path\", such as {ResourceTypes.User.Endpoint} or {ResourceTypes.User.Endpoint}/ID.")
            : BulkPath.TryParse(text.Path, out path);
    }

    // As a request of its own it would have got a 405.
    private static BulkRefusal? RefuseTarget(BulkMethod method, BulkPath path) => (method == BulkMethod.Post, path.IsEndpoint) switch
    {
        (true, false) => new(405, ScimType.None, $"A POST goes to the endpoint, {path.Type.Endpoint}, not to a resource."),
        (false, true) => new(405, ScimType.None, $"A {method.Keyword()} goes to a resource, such as {path.Type.Endpoint}/ID, not to the endpoint."),
        _ => null,
    };

    private static BulkRefusal? RefuseData(BulkMethod method, BulkOperationText text) =>
        method == BulkMethod.Delete || text.DataBegin == JsonTokenType.StartObject
            ? null
            : BulkRefusal.Malformed($"A {method.Keyword()} needs \"data\", an object: the body that it would have as a request of its own.");
}
