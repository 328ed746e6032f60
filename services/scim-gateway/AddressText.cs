namespace OptiId.ScimGateway;

/// <summary>Addresses as people read them.</summary>
internal static class AddressText
{
    /// <summary>Path and query without percent-encoding, and with spaces for <c>+</c>.</summary>
    public static string Unescape(string address) => Uri.UnescapeDataString(address.Replace('+', ' '));
}
