namespace OptiId.AdminCenter;

internal static partial class AdminCenterLog
{
    [LoggerMessage(1, LogLevel.Information, "A sign-in by {Provider} was refused: {Why}")]
    public static partial void Refused(ILogger logger, string provider, string why);

    [LoggerMessage(2, LogLevel.Warning, "{Provider} failed to sign somebody in: {Problem}")]
    public static partial void ProviderFailed(ILogger logger, string provider, string problem);

    [LoggerMessage(3, LogLevel.Error, "An API request failed: {Method} {Route}, request {RequestId}")]
    public static partial void ApiFailed(ILogger logger, Exception exception, string method, string route, string requestId);

    [LoggerMessage(4, LogLevel.Error, "A refused attempt isn't in the audit log: {Attempt}, {Reason}, request {RequestId}")]
    public static partial void RefusalNotRecorded(ILogger logger, Exception exception, string attempt, Errors.V1.Reason reason, string requestId);
}
