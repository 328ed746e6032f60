namespace OptiId.OktaSim.Http;

/// <summary>Okta's queries, encoded as it encodes them (okta.md 3, 4.1, 4.7, 5.1).</summary>
internal static class OktaQueries
{
    /// <summary>Okta goes on by this, whatever itemsPerPage says (okta.md 4.7).</summary>
    public const int PageSize = 100;

    /// <summary>"Test API Credentials" and Save ask for no more than this.</summary>
    public const string TestCredentials = "/Users?startIndex=1&count=2";

    public static string UserByName(string userName) => ByFilter("/Users", $"userName eq \"{userName}\"");

    /// <summary>As captures before 2019 have it: spaces as plus signs.</summary>
    public static string UserByNameWithPlusSigns(string userName) => UserByName(userName).Replace("%20", "+", StringComparison.Ordinal);

    public static string GroupByName(string displayName) => ByFilter("/Groups", $"displayName eq \"{displayName}\"");

    public static string Page(string resources, int startIndex) => $"/{resources}?startIndex={startIndex}&count={PageSize}";

    private static string ByFilter(string path, string filter) => $"{path}?filter={Uri.EscapeDataString(filter)}&startIndex=1&count={PageSize}";
}
