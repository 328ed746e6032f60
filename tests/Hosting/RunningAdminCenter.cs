using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Routing;
using OptiId.Admin.V1;

namespace OptiId.Hosting;

/// <summary>One replica of the Admin Center.</summary>
/// <param name="address">Where it listens for people and scripts.</param>
/// <param name="publicBaseUrl">Its address as people see it; the same as <paramref name="address"/> unless a test set another.</param>
/// <param name="grpc">Its services' side.</param>
/// <param name="endpoints">What it answers to.</param>
public sealed class RunningAdminCenter(Uri address, Uri publicBaseUrl, GrpcChannel grpc, EndpointDataSource endpoints)
{
    /// <summary>Every route that it answers to.</summary>
    public IEnumerable<RouteEndpoint> Routes => endpoints.Endpoints.OfType<RouteEndpoint>();

    /// <summary>Where it listens for people and scripts.</summary>
    public Uri Address => address;

    /// <summary>Its address as people see it.</summary>
    public Uri PublicBaseUrl => publicBaseUrl;

    /// <summary>Its audit log.</summary>
    public AuditService.AuditServiceClient Audit => new(grpc);

    /// <summary>Its one-time links.</summary>
    public SignInLinksService.SignInLinksServiceClient SignInLinks => new(grpc);

    /// <summary>
    /// Somebody with a browser that asks for no page's parts: it has cookies and follows no redirect. Its addresses are those that people see,
    /// https too: TLS ends before the Admin Center.
    /// </summary>
    /// <param name="cookies">The cookies of somebody at another replica; none: a new browser.</param>
    public HttpClient NewVisitor(CookieContainer? cookies = null) =>
        new(new BrowserHandler(address, publicBaseUrl, cookies ?? new())) { BaseAddress = publicBaseUrl };

    /// <summary>Somebody who has signed in by a one-time link.</summary>
    /// <param name="userId">An administrator of the organization; null: Support.</param>
    /// <param name="organizationId">The administrator's organization.</param>
    /// <param name="cookies">Where the cookies go.</param>
    public async Task<HttpClient> SignInAsync(string? organizationId = null, string? userId = null, CookieContainer? cookies = null)
    {
        var visitor = NewVisitor(cookies);
        var answer = await visitor.GetAsync(await NewLinkAsync(organizationId, userId));
        return answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location?.OriginalString == "/"
            ? visitor
            : throw new InvalidOperationException($"The link signed nobody in: {answer.StatusCode} {answer.Headers.Location}");
    }

    /// <summary>A one-time link.</summary>
    public async Task<Uri> NewLinkAsync(string? organizationId = null, string? userId = null)
    {
        var request = new CreateSignInLinkRequest { OrganizationId = organizationId ?? "", UserId = userId ?? "", Name = userId is null ? "Support (test)" : "Ada Test" };
        return new((await SignInLinks.CreateSignInLinkAsync(request)).Url);
    }

    private sealed class BrowserHandler(Uri address, Uri publicBaseUrl, CookieContainer cookies)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            if (asked.Authority != publicBaseUrl.Authority)
            {
                throw new InvalidOperationException($"{asked} isn't the Admin Center's.");
            }

            if (cookies.GetCookieHeader(asked) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            request.RequestUri = new UriBuilder(asked) { Scheme = address.Scheme, Host = address.Host, Port = address.Port }.Uri;
            request.Headers.Host ??= asked.Authority;
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                cookies.SetCookies(asked, set);
            }

            return answer;
        }
    }
}
