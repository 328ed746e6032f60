namespace OptiId.Groups;

internal static partial class GroupsLog
{
    [LoggerMessage(1, LogLevel.Warning, "Clearing what deleted groups left behind failed, to be tried again: {Problem}")]
    public static partial void ClearingFailed(ILogger logger, string problem);

    [LoggerMessage(2, LogLevel.Warning, "A change of the members of group {GroupId} was made, but isn't in the histories of all of them: {Problem}")]
    public static partial void RememberingFailed(ILogger logger, string groupId, string problem);
}
