using OptiId.Gateway.V1;

namespace OptiId.ScimGateway;

/// <summary>Which identity provider asks.</summary>
internal static class Clients
{
    // What Entra's tenant URL carries where its newer dialect is switched on (facts/entra.md).
    private const string EntraFlag = "aadOptscim062020";

    private static readonly string[] EntraNames = ["Azure", "Entra", "AzureAD"];

    /// <summary>By its User-Agent (facts/okta.md §1), or by Entra's flag in the address; what neither tells is another.</summary>
    public static Client Of(string userAgent, string target) => true switch
    {
        _ when userAgent.StartsWith("Okta", StringComparison.OrdinalIgnoreCase) => Client.Okta,
        _ when EntraNames.Any(name => userAgent.Contains(name, StringComparison.OrdinalIgnoreCase)) => Client.Entra,
        _ when target.Contains(EntraFlag, StringComparison.OrdinalIgnoreCase) => Client.Entra,
        _ => Client.Other,
    };

    /// <summary>How sentences name it, at their beginning.</summary>
    public static string Name(Client client) => client switch
    {
        Client.Okta => "Okta",
        Client.Entra => "Entra ID",
        _ => "The identity provider",
    };
}
