using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>The same app set up otherwise: the other form of the Authorization header, a base URL with a slash at its end (okta.md 1 and 2).</summary>
internal sealed class OtherConfigurations : IChapter
{
    public string Title => "test other ways to configure the app";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var (form, words) = day.App.Dialect == Dialect.Catalog
            ? (OktaHeaders.Bearer(day.App.Token), "the OAuth Bearer Token app: Authorization: Bearer <token>")
            : (day.App.Token, "a header-auth app: Authorization: <token>");
        var request = new OktaRequest(HttpMethod.Get, OktaQueries.TestCredentials, words) { Authorization = form };
        day.Expect.IsList(await day.App.Http.SendAsync(request, cancellation), "okta.md 2");

        var answer = await day.App.GetAsync("/" + OktaQueries.TestCredentials, "the base URL was typed with a slash at its end", cancellation);
        day.Expect.IsList(answer, "okta.md 1");
    }
}
