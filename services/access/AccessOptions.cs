using System.ComponentModel.DataAnnotations;

namespace OptiId.Access;

/// <summary>The access service's settings. Section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>
    /// How long ago the projection may last have been shown to include everything that the sources answered, in milliseconds; 5,000 by
    /// default. The sources are asked once a second; an older projection denies unless the caller allows stale answers (P33).
    /// </summary>
    [Range(1_000, 3_600_000)]
    public int FreshnessBoundMilliseconds { get; set; } = 5_000;

    /// <summary>How long a reader that names a position waits for it, in milliseconds; 1,000 by default (P20).</summary>
    [Range(10, 60_000)]
    public int PositionWaitMilliseconds { get; set; } = 1_000;

    public TimeSpan FreshnessBound => TimeSpan.FromMilliseconds(FreshnessBoundMilliseconds);

    public TimeSpan PositionWait => TimeSpan.FromMilliseconds(PositionWaitMilliseconds);
}
