using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.OktaSim.Http;

/// <summary>Sends as Okta's SCIM client: its headers, its patience (60 s), its way of waiting after 429 (okta.md 1).</summary>
internal sealed class OktaHttpClient : IDisposable
{
    private const int MaximumAttempts = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // Okta would wait as long as it is told; a simulation that waits longer than this tells nobody anything.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly Uri baseUrl;
    private readonly string authorization;
    private readonly Transcript transcript;
    private readonly Expectations expect;
    private readonly HttpClient http;

    public OktaHttpClient(Uri baseUrl, string authorization, Transcript transcript, Expectations expect)
    {
        this.baseUrl = baseUrl;
        this.authorization = authorization;
        this.transcript = transcript;
        this.expect = expect;
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        http = new HttpClient(handler) { Timeout = Timeout };
    }

    /// <summary>Sends a request, again after each 429, and holds the answer to what Okta needs of every answer.</summary>
    /// <exception cref="StoryBrokenException">No answer within 60 s.</exception>
    public async Task<OktaAnswer> SendAsync(OktaRequest request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, retryAfter) = await SendOnceAsync(request, cancellation);
            transcript.Add(answer);
            expect.AnyAnswer(answer);
            if (answer.Status != 429 || attempt == MaximumAttempts)
            {
                return answer;
            }

            expect.RetryAfter(answer, retryAfter);
            await Task.Delay(Pause(retryAfter), cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<(OktaAnswer Answer, string? RetryAfter)> SendOnceAsync(OktaRequest request, CancellationToken cancellation)
    {
        using var message = OktaHeaders.Write(request, baseUrl, authorization);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(message, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var answer = new OktaAnswer(
                request, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", text, ReadObject(text), milliseconds);
            return (answer, response.Headers.TryGetValues("Retry-After", out var values) ? string.Join(',', values) : null);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new StoryBrokenException($"{request.Method} {request.Path}: no answer ({e.Message})", e);
        }
    }

    private static TimeSpan Pause(string? retryAfter)
    {
        var understood = int.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        var pause = TimeSpan.FromSeconds(understood ? seconds : 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    private static JsonObject? ReadObject(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
