using Microsoft.Extensions.Logging;

namespace OptiId.ServiceDefaults;

internal static partial class DefaultsLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} failed")]
    public static partial void Failed(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Method}: the store does not answer")]
    public static partial void StoreAway(ILogger logger, string method, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "{Method} refused: the caller showed no or a wrong secret")]
    public static partial void CallerRefused(ILogger logger, string method);

    [LoggerMessage(4, LogLevel.Critical, "{Problem}")]
    public static partial void Undurable(ILogger logger, string problem);

    [LoggerMessage(5, LogLevel.Warning, "Waiting for the store at {Address} (Store:Connection): {Problem}")]
    public static partial void WaitingForStore(ILogger logger, string address, string problem);
}
