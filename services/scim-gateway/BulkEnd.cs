using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>
/// When a bulk request begins no further operation: the job as a whole has a bound, whatever its operations wait for. Those left are
/// refused, to be sent again.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">The gateway is being stopped, and waits for its requests.</param>
internal sealed class BulkEnd(GatewayOptions options, TimeProvider time, CancellationToken stopping)
{
    // How many operations in a row may find a service away. Each called it twice, or waited for its whole deadline of ten seconds: the next
    // ones would most likely wait in vain as well. Told at once to send them again, the client does so when the service may be there.
    private const int MaximumAway = 3;

    // To complete what was created takes precedence over the end, for half of an operation is nothing to leave behind; but not for ever.
    private static readonly TimeSpan Completing = TimeSpan.FromSeconds(5);

    private readonly TimeSpan limit = TimeSpan.FromSeconds(options.BulkSeconds);
    private readonly long started = time.GetTimestamp();
    private ScimErrorException? lastAway;
    private int away;

    /// <summary>How long operations may still begin.</summary>
    public TimeSpan Left => limit - time.GetElapsedTime(started);

    /// <summary>Why a step isn't begun any more: 429, or 503 where those before were answered so; null where it is.</summary>
    public ScimErrorException? Refuse(BulkStepKind step) => step switch
    {
        BulkStepKind.Complete => Left + Completing > TimeSpan.Zero ? null : ScimErrors.NotBegun(options.BulkSeconds),
        _ when Left <= TimeSpan.Zero => ScimErrors.NotBegun(options.BulkSeconds),
        _ when stopping.IsCancellationRequested => ScimErrors.Restarting(options.RetryAfterSeconds),
        _ when away >= MaximumAway => lastAway,
        _ => null,
    };

    /// <summary>Takes note of how a step ended.</summary>
    /// <param name="error">What to answer where a service was away; null where it was there, be it with a refusal.</param>
    public void Note(ScimErrorException? error)
    {
        away = error is null ? 0 : away + 1;
        lastAway = error;
    }
}
