using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace OptiId.ScimGateway;

/// <summary>What happens to each request: who asks, whether they may, what they ask for; and every answer is SCIM's, errors too (P28).</summary>
internal sealed class ScimApplication(
    CallerAuthentication authentication,
    RateLimits limits,
    UserRoutes users,
    GroupRoutes groups,
    RootRoutes root,
    BulkRoutes bulk,
    DiscoveryRoutes discovery,
    RequestRecorder recorder,
    TimeProvider time,
    IOptions<GatewayOptions> options,
    ILogger<ScimApplication> logger)
{
    private const string RequestIdHeader = "X-Request-Id";

    public async Task HandleAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var requestId = Guid.CreateVersion7().ToString("N");
        http.Response.Headers[RequestIdHeader] = requestId;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var route = Route.Parse(http.Request.Path.Value ?? "");
        var exchange = Exchange.Of(http, route, requestId, time.GetUtcNow());
        var status = 0;
        try
        {
            await AnswerAsync(http, exchange);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            status = StatusCodes.Status499ClientClosedRequest; // nobody is there to read an answer
        }
        catch (Exception e)
        {
            var error = exchange.Error = ScimErrors.Of(e, options);
            if (error.Status is >= 500 and not StatusCodes.Status501NotImplemented)
            {
                GatewayLog.Failed(logger, requestId, e);
            }

            if (http.Response.HasStarted)
            {
                status = error.Status;
                http.Abort(); // half an answer must not look like a whole one
                return;
            }

            await ScimResponse.WriteErrorAsync(http, error);
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            GatewayMetrics.Record(http.Request.Method, route.Endpoint, http.Response.StatusCode, elapsed);
            exchange.Status = status == 0 ? http.Response.StatusCode : status;
            exchange.Duration = elapsed;
            recorder.Record(exchange);
            GatewayLog.Answered(logger, requestId, http.Request.Method, route.Endpoint, http.Response.StatusCode, elapsed.TotalMilliseconds);
        }
    }

    private async Task AnswerAsync(HttpContext http, Exchange exchange)
    {
        var route = exchange.Route;
        var caller = await authentication.AuthenticateAsync(http.Request, exchange, http.RequestAborted);
        RequestHead.Check(http.Request); // after it, so that it is in somebody's log what was too long
        limits.Take(caller.OrganizationId);
        if (!caller.ScimEnabled)
        {
            throw ScimErrors.ScimNotEnabled();
        }

        var request = new ScimRequest(http, new(caller, exchange.RequestId, Preconditions.Read(http.Request.Headers), exchange, http.RequestAborted));
        var method = http.Request.Method;
        if (HttpMethods.IsOptions(method) && route.Endpoint is not (Endpoint.None or Endpoint.Me))
        {
            http.Response.Headers.Allow = route.Allowed;
            await ScimResponse.WriteNoContentAsync(http);
            return;
        }

        CheckScope(caller, method, route);
        await (route.Endpoint switch
        {
            Endpoint.Root => root.AnswerAsync(request, method, route),
            Endpoint.Users => users.AnswerAsync(request, method, route),
            Endpoint.Groups => groups.AnswerAsync(request, method, route),
            Endpoint.Bulk => bulk.AnswerAsync(request, method, route),
            Endpoint.ServiceProviderConfig or Endpoint.Schemas or Endpoint.ResourceTypes => discovery.AnswerAsync(request, method, route),
            Endpoint.Me => throw ScimErrors.NotImplemented("A token belongs to an organization, so that nobody is /Me. Look the user up under /Users."),
            _ => throw ScimErrors.NotFound("There is nothing at this address. The base URL ends with /scim/v2, followed by Users or Groups."),
        });
    }

    private static void CheckScope(Caller caller, string method, Route route)
    {
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || route.IsSearch;
        if (reads ? !caller.MayRead : !caller.MayWrite)
        {
            throw ScimErrors.ScopeMissing(reads ? "read" : "write");
        }
    }
}
