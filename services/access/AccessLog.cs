namespace OptiId.Access;

internal static partial class AccessLog
{
    [LoggerMessage(1, LogLevel.Warning, "Clearing what deleted groups and old generations left behind failed, to be tried again: {Problem}")]
    public static partial void ClearingFailed(ILogger logger, string problem);
}
