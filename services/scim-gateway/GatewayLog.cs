namespace OptiId.ScimGateway;

internal static partial class GatewayLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void Failed(ILogger logger, string requestId, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Request {RequestId}: {Method} {Endpoint} {Status} in {Milliseconds:0.0} ms")]
    public static partial void Answered(ILogger logger, string requestId, string method, Endpoint endpoint, int status, double milliseconds);

    [LoggerMessage(3, LogLevel.Information, "Request {RequestId}: {Operations} bulk operations, {Errors} of them failed")]
    public static partial void BulkDone(ILogger logger, string requestId, int operations, int errors);

    [LoggerMessage(4, LogLevel.Warning, "{Count} requests aren't in the provisioning log: {Problem}")]
    public static partial void NotRecorded(ILogger logger, int count, string problem);

    [LoggerMessage(5, LogLevel.Warning, "The provisioning log wasn't cleared of old requests: {Problem}")]
    public static partial void RetentionFailed(ILogger logger, string problem);

    [LoggerMessage(6, LogLevel.Warning, "Erased people aren't out of the provisioning log yet: {Problem}")]
    public static partial void ErasureFailed(ILogger logger, string problem);
}
