namespace OptiId.ScimGateway;

/// <summary>
/// How much a request may say before its body. Kestrel takes several times as much, so that what is too long gets an answer of SCIM's (P28)
/// instead of an empty one.
/// </summary>
internal static class RequestHead
{
    /// <summary>Of path and query; a longer filter goes into the body of a search.</summary>
    public const int MaximumTargetLength = 8 * 1024;

    /// <summary>Of all headers.</summary>
    public const int MaximumHeadersLength = 32 * 1024;

    /// <summary>Refuses a request that says too much.</summary>
    /// <exception cref="ScimErrorException">414, 431.</exception>
    public static void Check(HttpRequest request)
    {
        if (request.Path.Value!.Length + request.QueryString.Value!.Length > MaximumTargetLength)
        {
            throw ScimErrors.AddressTooLong(MaximumTargetLength);
        }

        var length = 0;
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                length += name.Length + value!.Length;
            }
        }

        if (length > MaximumHeadersLength)
        {
            throw ScimErrors.HeadersTooLarge(MaximumHeadersLength);
        }
    }
}
