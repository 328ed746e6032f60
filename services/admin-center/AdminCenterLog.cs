namespace OptiId.AdminCenter;

internal static partial class AdminCenterLog
{
    [LoggerMessage(1, LogLevel.Information, "A sign-in by {Provider} was refused: {Why}")]
    public static partial void Refused(ILogger logger, string provider, string why);

    [LoggerMessage(2, LogLevel.Warning, "{Provider} failed to sign somebody in: {Problem}")]
    public static partial void ProviderFailed(ILogger logger, string provider, string problem);
}
