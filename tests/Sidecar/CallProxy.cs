using System.Globalization;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OptiId.Sidecar;

/// <summary>
/// Passes calls on: to the app that <c>dapr-app-id</c> names, if its access control lets this one's app. Unary calls are repeated as the
/// caller's Resiliency says; of calls marked <c>dapr-stream</c> the opening only.
/// </summary>
internal sealed class CallProxy(Sidecar caller) : IDisposable
{
    // What is for one hop, or for the sidecar.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "transfer-encoding", "content-length", "dapr-app-id", "dapr-callee-app-id", "dapr-caller-app-id", Sidecar.TokenHeader,
    };

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        ActivityHeadersPropagator = null, // the trace is the apps'
    });

    /// <summary>Passes a call on, and its answer back.</summary>
    public async Task PassOnAsync(HttpContext call)
    {
        var headers = call.Request.Headers;
        var appId = Text(headers, "dapr-callee-app-id") ?? Text(headers, "dapr-app-id");
        if (appId is null)
        {
            await GrpcAnswer.WriteAsync(call, StatusCode.Unimplemented, "neither dapr-app-id nor a method of the sidecar");
            return;
        }

        var method = call.Request.Path.Value!;
        if (caller.Network.Of(appId) is [{ AccessControl: { } control }, ..] && !control.Allows(caller.AppId, method))
        {
            caller.Network.Refused.Enqueue($"{caller.AppId} → {appId} {method}");
            await GrpcAnswer.WriteAsync(call, StatusCode.PermissionDenied, $"access control policy has denied access to id: {caller.AppId} operation: {method}");
            return;
        }

        var policies = caller.Network.Manifests.Resiliency;
        var repetition = policies.Select(policy => policy.ForCalls(caller.AppId, appId)).FirstOrDefault(policy => policy is not null);
        var isStream = Text(headers, "dapr-stream") == "true";
        if (isStream || repetition is null)
        {
            await StreamAsync(call, appId, repetition);
        }
        else
        {
            await RepeatAsync(call, appId, repetition, policies.Select(policy => policy.TimeoutOfCalls(caller.AppId, appId)).FirstOrDefault(limit => limit is not null));
        }
    }

    public void Dispose() => http.Dispose();

    // Whole in memory, both ways: so it can be sent again, and the answer looked at.
    private async Task RepeatAsync(HttpContext call, string appId, Repetition repetition, TimeSpan? timeout)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        if (body.Length > caller.Options.MaximumBody)
        {
            await GrpcAnswer.WriteAsync(call, StatusCode.ResourceExhausted, $"a message is larger than {caller.Options.MaximumBody} bytes");
            return;
        }

        for (var retries = 0; ; retries++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted);
            limit.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
            using var sent = await SendAsync(call, appId, () => new ByteArrayContent(body.ToArray()), limit.Token);
            var content = await sent.ReadAsync(limit.Token);
            if (repetition.Matches((int)sent.Status) && repetition.Allows(retries))
            {
                await Task.Delay(repetition.WaitBefore(retries), call.RequestAborted);
            }
            else
            {
                await AnswerAsync(call, sent, content);
                return;
            }
        }
    }

    private static async Task AnswerAsync(HttpContext call, Sent sent, byte[] content)
    {
        if (sent.Answer is not { } answer)
        {
            await GrpcAnswer.WriteAsync(call, sent.Status, sent.Problem);
            return;
        }

        CopyHeaders(answer, call.Response);
        await call.Response.Body.WriteAsync(content, call.RequestAborted);
        CopyTrailers(answer, call.Response);
    }

    private async Task StreamAsync(HttpContext call, string appId, Repetition? repetition)
    {
        for (var retries = 0; ; retries++)
        {
            using var sent = await SendAsync(call, appId, () => new CopiedBody(call.Request.Body), call.RequestAborted);
            if (sent.Answer is { } answer)
            {
                await CopyAsync(answer, call);
                return;
            }

            if (sent.MayHaveRun || repetition?.Allows(retries) != true)
            {
                await GrpcAnswer.WriteAsync(call, sent.Status, sent.Problem);
                return;
            }

            await Task.Delay(repetition.WaitBefore(retries), call.RequestAborted);
        }
    }

    private async Task<Sent> SendAsync(HttpContext call, string appId, Func<HttpContent> content, CancellationToken cancellation)
    {
        if (caller.Network.Next(appId) is not { } callee)
        {
            return Sent.InVain($"there is no {appId}", mayHaveRun: false);
        }

#pragma warning disable CA2000 // it belongs to the answer, of which the caller disposes
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(callee.Options.App, call.Request.Path.Value))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content(),
        };
#pragma warning restore CA2000
        foreach (var (name, values) in call.Request.Headers)
        {
            if (!NotPassedOn.Contains(name) && !name.StartsWith(':') && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.TryAddWithoutValidation("dapr-caller-app-id", caller.AppId);
        request.Headers.TryAddWithoutValidation("dapr-callee-app-id", appId);
        if (callee.Options.AppToken.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(Sidecar.TokenHeader, callee.Options.AppToken);
        }

        try
        {
            return new() { Answer = await http.SendAsync(request, cancellation) };
        }
        catch (HttpRequestException e)
        {
            caller.Network.Unanswered.Enqueue($"{caller.AppId} → {appId} {call.Request.Path.Value}: {e.HttpRequestError}, {e.Message}, {e.InnerException?.Message}");
            return Sent.InVain($"{appId} doesn't answer: {e.Message}", mayHaveRun: e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError));
        }
        catch (OperationCanceledException) when (!call.RequestAborted.IsCancellationRequested)
        {
            return Sent.InVain($"{appId} doesn't answer in time", mayHaveRun: true) with { Status = StatusCode.DeadlineExceeded };
        }
    }

    private static async Task CopyAsync(HttpResponseMessage answer, HttpContext call)
    {
        CopyHeaders(answer, call.Response);
        await using var body = await answer.Content.ReadAsStreamAsync(call.RequestAborted);
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, call.RequestAborted)) > 0;)
            {
                await call.Response.Body.WriteAsync(buffer.AsMemory(0, read), call.RequestAborted);
                await call.Response.Body.FlushAsync(call.RequestAborted); // each message at once, else a conversation stands still
            }

            CopyTrailers(answer, call.Response);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            Trail(call.Response, "grpc-status", ((int)StatusCode.Unavailable).ToString(CultureInfo.InvariantCulture));
            Trail(call.Response, "grpc-message", "the connection to the app broke");
        }
    }

    private static void CopyHeaders(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!NotPassedOn.Contains(name))
            {
                response.Headers[name] = new StringValues([.. values]);
            }
        }
    }

    private static void CopyTrailers(HttpResponseMessage answer, HttpResponse response)
    {
        foreach (var (name, values) in answer.TrailingHeaders)
        {
            Trail(response, name, new StringValues([.. values]));
        }
    }

    // An answer without a body has them in its head.
    private static void Trail(HttpResponse response, string name, StringValues values)
    {
        if (response.HasStarted)
        {
            response.AppendTrailer(name, values);
        }
        else
        {
            response.Headers[name] = values;
        }
    }

    private static string? Text(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>What came of a call: an answer, or none.</summary>
    private sealed record Sent : IDisposable
    {
        public HttpResponseMessage? Answer { get; set; }

        /// <summary>The answer's gRPC status, once it was read.</summary>
        public StatusCode Status { get; set; }

        /// <summary>Why there is no answer.</summary>
        public string Problem { get; set; } = "";

        /// <summary>Whether the app may have got the call.</summary>
        public bool MayHaveRun { get; init; }

        public static Sent InVain(string problem, bool mayHaveRun) => new() { Status = StatusCode.Unavailable, Problem = problem, MayHaveRun = mayHaveRun };

        /// <summary>Reads the whole answer.</summary>
        public async Task<byte[]> ReadAsync(CancellationToken cancellation)
        {
            if (Answer is null)
            {
                return [];
            }

            try
            {
                var content = await Answer.Content.ReadAsByteArrayAsync(cancellation);
                Status = Answer.TrailingHeaders.TryGetValues("grpc-status", out var values) || Answer.Headers.TryGetValues("grpc-status", out values)
                    ? (StatusCode)int.Parse(values.First(), CultureInfo.InvariantCulture)
                    : StatusCode.Unknown;
                return content;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                Dispose();
                (Answer, Status, Problem) = (null, StatusCode.Unavailable, "the connection to the app broke");
                return [];
            }
        }

        public void Dispose() => Answer?.Dispose();
    }

    /// <summary>A call's body as it comes; each part goes on at once.</summary>
    private sealed class CopiedBody(Stream body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync(); // the head goes out before there is anything to say
            var buffer = new byte[64 * 1024];
            for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
