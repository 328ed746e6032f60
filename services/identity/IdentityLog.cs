namespace OptiId.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(1, LogLevel.Warning, "Erasing deleted users failed, to be tried again: {Problem}")]
    public static partial void RetentionFailed(ILogger logger, string problem);

    [LoggerMessage(2, LogLevel.Warning, "Indexing the users who were written before the index of words failed, to be tried again: {Problem}")]
    public static partial void IndexingFailed(ILogger logger, string problem);
}
