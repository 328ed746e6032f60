using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OptiId.OktaSim.Http;

/// <summary>The exact headers of Okta's clients (okta.md 1 and 2).</summary>
internal static class OktaHeaders
{
    // As Okta's serializer: nothing escaped that JSON doesn't ask for.
    private static readonly JsonSerializerOptions Serializer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Authorization header of an app: the Header Auth app sends what was typed, the wizard's puts "Bearer" before it.</summary>
    public static string Authorization(Dialect dialect, string token) => dialect == Dialect.Catalog ? token : Bearer(token);

    public static string Bearer(string token) => $"Bearer {token}";

    public static HttpRequestMessage Write(OktaRequest request, Uri baseUrl, string authorization)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + request.Path));
        Add(message, "Authorization", request.Authorization ?? authorization);
        if (request.Client == Client.Provisioning)
        {
            Add(message, "Accept", "application/scim+json");
            Add(message, "Accept-Charset", "utf-8");
            Add(message, "Accept-Encoding", "gzip,deflate");
            Add(message, "User-Agent", "Okta SCIM Client 1.0.0");
            AddBody(message, request, request.Method == HttpMethod.Get ? null : "application/scim+json; charset=utf-8");
        }
        else if (request.Method == HttpMethod.Get)
        {
            Add(message, "Accept", "application/scim+json");
            Add(message, "Accept-Charset", "utf-8");
            Add(message, "User-Agent", "OKTA SCIM Integration");
            AddBody(message, request, "application/scim+json; charset=utf-8");
        }
        else
        {
            Add(message, "Accept", "application/scim+json; charset=utf-8");
            AddBody(message, request, "application/json");
        }

        return message;
    }

    public static string Body(OktaRequest request) => request.Body?.ToJsonString(Serializer) ?? "";

    private static void AddBody(HttpRequestMessage message, OktaRequest request, string? contentType)
    {
        if (contentType is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body(request)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
    }

    private static void Add(HttpRequestMessage message, string name, string value) => message.Headers.TryAddWithoutValidation(name, value);
}
