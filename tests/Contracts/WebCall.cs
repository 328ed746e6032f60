using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OptiId.Contracts;

/// <summary>
/// A request at a provider's web address, as the files have it: <c>{"path", "authorization", "body"}</c>, answered with <c>{"status", "body"}</c>.
/// A contract has none of its consumer, only of others: what a SCIM client did before the gateway's log was asked for.
/// </summary>
internal static class WebCall
{
    /// <summary>Whether an interaction's method is HTTP's.</summary>
    public static bool Is(string method) => !method.StartsWith('/');

    /// <summary>A request as the files have it.</summary>
    public static JsonObject RequestOf(string path, string authorization, JsonNode? body) =>
        new() { ["path"] = path, ["authorization"] = authorization, ["body"] = body?.DeepClone() };

    /// <summary>Sends one.</summary>
    /// <param name="web">The provider's web address.</param>
    /// <param name="method">HTTP's.</param>
    /// <param name="request">The request as the files have it.</param>
    public static async Task<Answer> SendAsync(Uri web, string method, JsonNode request)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(new(method), new Uri(web, request["path"]!.GetValue<string>()));
        message.Headers.TryAddWithoutValidation("Authorization", request["authorization"]!.GetValue<string>());
        if (request["body"] is { } body)
        {
            message.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        }

        using var response = await http.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new([new JsonObject { ["status"] = (int)response.StatusCode, ["body"] = isJson ? JsonNode.Parse(text) : text }], Refusal: null);
    }
}
