using Grpc.Core;
using Microsoft.AspNetCore.WebUtilities;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Api;

/// <summary>The one place that makes the API's refusals: whatever ends a request under <c>/api</c> badly, it is answered as a problem (RFC 9457).</summary>
internal static class ApiProblems
{
    private const string MediaType = "application/problem+json";
    private const string RetryAfterSeconds = "1";

    /// <summary>Answers what routing has no route for, and what goes wrong further inside.</summary>
    public static void UseApiProblems(this IApplicationBuilder app) => app.UseWhen(IsApi, api => api.Use(RunAsync));

    /// <summary>Whether a request is the API's.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    /// <summary>Answers a refusal.</summary>
    public static Task WriteAsync(HttpContext http, int status, Reason reason, string sentence, IReadOnlyList<FieldProblem>? errors = null)
    {
        http.Response.StatusCode = status;
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        var problem = new Problem
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = sentence,
            Reason = reason is Reason.Unspecified or Reason.Busy ? NameOf(status) : Refusals.NameOf(reason),
            RequestId = http.TraceIdentifier,
            Errors = errors,
        };
        return http.Response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, MediaType, http.RequestAborted);
    }

    private static async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        http.TraceIdentifier = Guid.CreateVersion7().ToString("N");
        http.Response.Headers["Optiid-Request-Id"] = http.TraceIdentifier;
        try
        {
            // What isn't a route is routing's own answer: wrong method (405 with Allow), wrong media type (415).
            await (http.GetEndpoint() switch
            {
                null => WriteAsync(http, StatusCodes.Status404NotFound, Reason.Unspecified, "There is no such address. The addresses are listed in /api/v1/openapi.json."),
                RouteEndpoint => next(http),
                var answer => answer.RequestDelegate!(http),
            });
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(http, e);
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } response)
        {
            await WriteAsync(http, response.StatusCode, Reason.Unspecified, SentenceOf(http));
        }
    }

    private static Task WriteAsync(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case InvalidRequestException invalid:
                return WriteAsync(http, StatusCodes.Status400BadRequest, invalid.Reason, invalid.Message, [new(invalid.Field, invalid.Message)]);
            case RpcException { StatusCode: not (StatusCode.Unavailable or StatusCode.DeadlineExceeded) } rpc when Refusals.ReasonOf(rpc) == Reason.Unspecified:
                return WriteFaultAsync(http, rpc);
            case RefusedException:
            case var outage when Refusal.IsOutage(outage):
                var refusal = Refusal.Of(exception);
                return WriteAsync(http, refusal.Status, refusal.Reason, refusal.Sentence, FieldOf(refusal));
            case BadHttpRequestException { InnerException: System.Text.Json.JsonException json }:
                var fault = JsonFault.Of(json);
                return WriteAsync(http, StatusCodes.Status400BadRequest, Reason.InvalidSyntax, fault.Detail, [fault]);
            case BadHttpRequestException bad:
                http.Response.StatusCode = bad.StatusCode;
                return WriteAsync(http, bad.StatusCode, Reason.Unspecified, SentenceOf(http));
            default:
                return WriteFaultAsync(http, exception);
        }
    }

    private static Task WriteFaultAsync(HttpContext http, Exception exception)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        AdminCenterLog.ApiFailed(http.RequestServices.GetRequiredService<ILogger<Problem>>(), exception, http.Request.Method, route, http.TraceIdentifier);
        return WriteAsync(http, StatusCodes.Status500InternalServerError, Reason.Unspecified, "Something went wrong inside the system, and it was logged.");
    }

    // What the services name, and what only the API's bodies have; "role" stands in a list there.
    private static FieldProblem[]? FieldOf(Refusal refusal) => refusal switch
    {
        { Field.Length: > 0 } => [new(refusal.Field, refusal.Sentence)],
        { Reason: Reason.RoleNotDeclared } => [new("role", refusal.Sentence)],
        _ => null,
    };

    private static string NameOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "INVALID_SYNTAX",
        StatusCodes.Status404NotFound => "NO_SUCH_ADDRESS",
        StatusCodes.Status405MethodNotAllowed => "METHOD_NOT_ALLOWED",
        StatusCodes.Status413PayloadTooLarge => "BODY_TOO_LARGE",
        StatusCodes.Status415UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        StatusCodes.Status429TooManyRequests => "TOO_MANY_REQUESTS",
        StatusCodes.Status503ServiceUnavailable => "UNAVAILABLE",
        _ => "INTERNAL",
    };

    private static string SentenceOf(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "The request needs a body in JSON.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} isn't possible here; possible are: {http.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => "The body is larger than 1 MiB.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON, with Content-Type: application/json.",
        StatusCodes.Status429TooManyRequests => "This token sends more requests than it may. Wait as long as Retry-After says.",
        _ => "The request was refused.",
    };
}

/// <summary>A value of a request that isn't understood.</summary>
/// <param name="where">The member of the body, or the parameter of the address.</param>
/// <param name="sentence">What is wrong with it.</param>
/// <param name="reason">Which rule.</param>
internal sealed class InvalidRequestException(string where, string sentence, Reason reason = Reason.InvalidValue) : Exception(sentence)
{
    /// <summary>The member of the body, or the parameter of the address.</summary>
    public string Field => where;

    /// <summary>Which rule.</summary>
    public Reason Reason => reason;
}
