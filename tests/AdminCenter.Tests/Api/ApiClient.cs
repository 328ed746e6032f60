using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;

namespace OptiId.AdminCenter.Tests.Api;

/// <summary>A script with a token. Each request and each answer is held to the OpenAPI document.</summary>
/// <param name="http">The Admin Center.</param>
/// <param name="contract">What it promises.</param>
/// <param name="secret">The token; null: none.</param>
internal sealed class ApiClient(HttpClient http, OpenApiContract contract, string? secret)
{
    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PutAsync(string path, JsonNode body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, body, ifMatch);

    public Task<ApiAnswer> PatchAsync(string path, JsonNode body, string? ifMatch = null) => SendAsync(HttpMethod.Patch, path, body, ifMatch);

    public Task<ApiAnswer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, null, ifMatch);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? ifMatch = null)
    {
        var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        var answer = await SendRawAsync(method, path, content, ifMatch);
        var fault = answer.StatusCode < HttpStatusCode.BadRequest ? contract.FaultOfRequest(method.Method, PathOf(path), body) : null;
        fault.ShouldBeNull($"The request {method} {path} isn't as the document says.");
        return answer;
    }

    public async Task<ApiAnswer> SendRawAsync(HttpMethod method, string path, HttpContent? content, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answer = new ApiAnswer(response, text.Length > 0 ? JsonNode.Parse(text) : null);
        contract.FaultOfAnswer(method.Method, PathOf(path), (int)response.StatusCode, answer.Body).ShouldBeNull($"{method} {path} answered {text}");
        return answer;
    }

    /// <summary>A file: what it is is for the test to look at.</summary>
    public Task<HttpResponseMessage> DownloadAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        return http.SendAsync(request);
    }

    private static string PathOf(string path) => path.Split('?')[0];
}

/// <summary>What was answered.</summary>
internal sealed record ApiAnswer(HttpResponseMessage Response, JsonNode? Body)
{
    public HttpStatusCode StatusCode => Response.StatusCode;

    public string? ETag => Response.Headers.ETag?.Tag;

    public string? Position => Response.Headers.TryGetValues("Optiid-Position", out var values) ? values.Single() : null;

    public string Reason => Text("reason");

    public string Text(string member) => Body![member]!.GetValue<string>();

    public JsonArray List(string member) => Body![member]!.AsArray();

    /// <summary>The answer, which must have this status.</summary>
    public ApiAnswer Being(HttpStatusCode status)
    {
        StatusCode.ShouldBe(status, Body?.ToJsonString());
        return this;
    }

    /// <summary>The refusal, which must have this status and reason.</summary>
    public ApiAnswer Refused(HttpStatusCode status, string reason)
    {
        Being(status);
        Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        Reason.ShouldBe(reason);
        Body!["status"]!.GetValue<int>().ShouldBe((int)status);
        Text("detail").ShouldNotBeEmpty();
        Text("requestId").ShouldBe(Response.Headers.GetValues("Optiid-Request-Id").Single());
        return this;
    }
}
