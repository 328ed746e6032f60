namespace OptiId.Groups;

internal static partial class GroupsLog
{
    [LoggerMessage(1, LogLevel.Warning, "Clearing what deleted groups left behind failed, to be tried again: {Problem}")]
    public static partial void ClearingFailed(ILogger logger, string problem);
}
