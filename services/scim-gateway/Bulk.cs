using Microsoft.Extensions.Options;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>
/// /Bulk (RFC 7644 §3.7): many changes in one request, one after the other. Each is whole by itself, as a request of its own; the answer
/// is sent element by element, so that what is held doesn't grow with it.
/// </summary>
internal sealed class BulkRoutes(
    CallerAuthentication authentication,
    RateLimits limits,
    BulkTurns turns,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    RequestRecorder recorder,
    ILogger<BulkRoutes> logger)
{
    /// <summary>How many operations a request may have: <c>maxOperations</c>.</summary>
    public const int MaximumOperations = 1_000;

    /// <summary>Runs a bulk request.</summary>
    public Task AnswerAsync(ScimRequest request, string method, Route route) =>
        HttpMethods.IsPost(method) ? AnswerAsync(request) : throw ScimErrors.MethodNotAllowed(route.Allowed);

    private async Task AnswerAsync(ScimRequest request)
    {
        using var body = await RequestBody.ReadBulkAsync(request);
        var bulk = Read(body.Memory);
        var job = new BulkJob(bulk);
        try
        {
            await RunAsync(request, job);
        }
        finally
        {
            request.Call.Exchange.Bulk = (bulk.Operations.Count, job.Errors);
            GatewayLog.BulkDone(logger, request.Call.RequestId, bulk.Operations.Count, job.Errors);
        }
    }

    private static BulkRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return BulkRequest.Read(body, MaximumOperations);
        }
        catch (ScimRefusedException e) when (e.Type == ScimType.TooMany)
        {
            throw ScimErrors.TooLarge(e.Message); // RFC 7644 §3.7.4
        }
    }

    private async Task RunAsync(ScimRequest request, BulkJob job)
    {
        var end = new BulkEnd(options.Value, time, lifetime.ApplicationStopping);
        var answer = new GrowingBody(request.Http.Response, request.Call.Exchange);
        using var writer = new BulkResponseWriter(answer);
        ScimResponse.Begin(request.Http, StatusCodes.Status200OK);
        writer.Begin();
        while (job.Next() is { } turn)
        {
            if (await DoAsync(request, job, turn, end) is { } result)
            {
                writer.Write(result);
                await answer.SendAsync(request.Aborted);
            }
        }

        writer.End();
        await answer.SendAsync(request.Aborted);
    }

    /// <returns>The operation's answer; null where it comes with a later turn.</returns>
    private async Task<BulkResult?> DoAsync(ScimRequest request, BulkJob job, BulkTurn turn, BulkEnd end)
    {
        var isCompleting = turn.Step.Kind == BulkStepKind.Complete;
        var requestId = $"{request.Call.RequestId}-{turn.Operation.Index}{(isCompleting ? "-complete" : "")}";
        var started = time.GetTimestamp();
        var exchange = BulkTurns.Note(turn, request.Call.Exchange, requestId, time.GetUtcNow());
        exchange.Status = StatusCodes.Status499ClientClosedRequest; // where it ends before it is known
        try
        {
            if (turn.Refusal is { } refusal)
            {
                return turns.Failed(turn, exchange.Error = ScimErrors.Of(refusal));
            }

            if (end.Refuse(turn.Step.Kind) is { } late)
            {
                return Fail(job, turn, exchange.Error = late);
            }

            if (!isCompleting)
            {
                await limits.TakeAsync(request.Call.OrganizationId, end.Left, request.Aborted);
            }

            var caller = await AuthenticateAsync(request);
            var (id, version) = await turns.DoAsync(new(caller, requestId, Preconditions.OfVersion(turn.Version), exchange, request.Aborted), turn);
            exchange.Status = BulkTurns.StatusOf(turn);
            end.Note(null);
            job.Succeed(turn, id);
            return turn.EndsOperation ? turns.Succeeded(turn, id, version) : null;
        }
        catch (Exception e) when (!request.Aborted.IsCancellationRequested)
        {
            var error = exchange.Error = ScimErrors.Of(e, options);
            if (error.Status >= 500)
            {
                GatewayLog.Failed(logger, requestId, e);
            }

            end.Note(ServiceCalls.IsAway(e) ? error : null);
            return Fail(job, turn, error);
        }
        finally
        {
            exchange.Status = exchange.Error?.Status ?? exchange.Status;
            exchange.Duration = time.GetElapsedTime(started);
            recorder.Record(exchange);
        }
    }

    private BulkResult Fail(BulkJob job, BulkTurn turn, ScimErrorException error)
    {
        job.Fail(turn);
        return turns.Failed(turn, turn.Step.Kind == BulkStepKind.Complete ? ScimErrors.Incomplete(error) : error);
    }

    /// <summary>Asks anew for each operation, mostly from the cache: a job may outlive its token, or the organization's mode (P2, P4).</summary>
    private async Task<Caller> AuthenticateAsync(ScimRequest request)
    {
        var caller = await authentication.AuthenticateAsync(request.Http.Request, request.Aborted);
        return caller switch
        {
            { ScimEnabled: false } => throw ScimErrors.ScimNotEnabled(),
            { MayWrite: false } => throw ScimErrors.ScopeMissing("write"),
            _ => caller,
        };
    }
}
