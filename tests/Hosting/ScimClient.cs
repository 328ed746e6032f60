using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OptiId.Hosting;

/// <summary>
/// A SCIM client that holds every answer to P28: a body is <c>application/scim+json</c>, and an error has the body of RFC 7644 §3.12 with
/// the answer's status and a detail.
/// </summary>
/// <param name="baseUrl">The SCIM base URL.</param>
/// <param name="authorization">The value of <c>Authorization</c>; null: none.</param>
/// <param name="handler">What sends; null: one of its own.</param>
public sealed class ScimClient(Uri baseUrl, string? authorization, HttpMessageHandler? handler = null) : IDisposable
{
    /// <summary>The media type of SCIM.</summary>
    public const string MediaType = "application/scim+json";

    // It stands outside: what this process traces isn't told to the system.
    private readonly HttpClient http = new(handler ?? new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The SCIM base URL.</summary>
    public Uri BaseUrl => baseUrl;

    /// <summary>What it sends as <c>Authorization</c>.</summary>
    public string? Authorization => authorization;

    /// <summary>A client with a bearer token.</summary>
    public static ScimClient WithToken(Uri baseUrl, string secret) => new(baseUrl, $"Bearer {secret}");

    public Task<ScimAnswer> GetAsync(string target, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, target, null, headers);

    public Task<ScimAnswer> PostAsync(string target, JsonNode body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, target, Text(body), headers);

    public Task<ScimAnswer> PutAsync(string target, JsonNode body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, target, Text(body), headers);

    /// <summary>A PATCH with these operations, each as JSON.</summary>
    public Task<ScimAnswer> PatchAsync(string target, params string[] operations) => SendAsync(HttpMethod.Patch, target, Text(ScimBodies.Patch(operations)));

    public Task<ScimAnswer> DeleteAsync(string target, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, target, null, headers);

    /// <summary>Sends one request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">Below the base URL, encoded; begins with a slash.</param>
    /// <param name="content">The body; null: none.</param>
    /// <param name="headers">More headers.</param>
    public async Task<ScimAnswer> SendAsync(HttpMethod method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, new Uri(baseUrl.AbsoluteUri + target)) { Content = content };
        if (authorization is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(message);
        return await ScimAnswer.ReadAsync(response);
    }

    /// <summary>A text as a body.</summary>
    public static HttpContent Text(string text, string? mediaType = MediaType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static HttpContent Text(JsonNode body) => Text(body.ToJsonString());
}
