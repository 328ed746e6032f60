using Microsoft.Extensions.Logging;

namespace OptiId.Events;

internal static partial class EventsLog
{
    [LoggerMessage(1, LogLevel.Warning, "The log of {Source} can't be asked for its heads: {Problem}. What follows it falls behind until it answers.")]
    public static partial void HeadsFailed(ILogger logger, string source, string problem);

    [LoggerMessage(8, LogLevel.Information, "The log of {Source} answers again, after {Failures} failures")]
    public static partial void HeadsReadAgain(ILogger logger, string source, int failures);

    [LoggerMessage(2, LogLevel.Information, "Taking a snapshot of {Source}, partition {Partition}: its log doesn't reach back, or began anew")]
    public static partial void StartingOver(ILogger logger, string source, int partition);

    [LoggerMessage(3, LogLevel.Warning, "Publishing the log of partition {Partition} failed, to be tried again: {Problem}")]
    public static partial void PublishFailed(ILogger logger, int partition, string problem);

    [LoggerMessage(4, LogLevel.Warning, "Trimming the log of partition {Partition} failed, to be tried again: {Problem}")]
    public static partial void TrimFailed(ILogger logger, int partition, string problem);

    [LoggerMessage(5, LogLevel.Warning, "The announcement {Id} couldn't be handled in time; its partition is read from the log")]
    public static partial void Missed(ILogger logger, string id);

    [LoggerMessage(6, LogLevel.Warning, "The announcement {Id} can't be handled, and is to be delivered again: {Problem}")]
    public static partial void HandlingFailed(ILogger logger, string id, string problem);

    [LoggerMessage(7, LogLevel.Error, "The event {Id} of the topic {Topic} is no announcement: {Problem}")]
    public static partial void Unreadable(ILogger logger, string id, string topic, string problem);
}
