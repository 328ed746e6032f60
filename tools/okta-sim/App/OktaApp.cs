using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>An app in Okta that provisions to the system: its kind decides dialect and Authorization header (okta.md 0 and 2).</summary>
internal sealed class OktaApp : IDisposable
{
    public OktaApp(Dialect dialect, Uri baseUrl, string token, Transcript transcript, Expectations expect)
    {
        Dialect = dialect;
        Token = token;
        Expect = expect;
        Http = new OktaHttpClient(baseUrl, OktaHeaders.Authorization(dialect, token), transcript, expect);
        Users = dialect == Dialect.Catalog ? new CatalogUsers(Http, expect) : new WizardUsers(Http, expect);
        Groups = dialect == Dialect.Catalog ? new CatalogGroups(Http, expect) : new WizardGroups(Http, expect);
    }

    public Dialect Dialect { get; }

    public string Token { get; }

    public OktaHttpClient Http { get; }

    public Expectations Expect { get; }

    public UserProvisioning Users { get; }

    public GroupPush Groups { get; }

    /// <summary>Any request that is no user's or group's story.</summary>
    public Task<OktaAnswer> GetAsync(string path, string purpose, CancellationToken cancellation) =>
        Http.SendAsync(new OktaRequest(HttpMethod.Get, path, purpose), cancellation);

    public void Dispose() => Http.Dispose();
}
