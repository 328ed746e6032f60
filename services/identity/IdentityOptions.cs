using System.ComponentModel.DataAnnotations;

namespace OptiId.Identity;

/// <summary>The identity service's settings. Section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>How long after a deactivation the memberships come back with the user, in days; 7 by default, 0 for never (P9).</summary>
    [Range(0, 365)]
    public double GraceDays { get; set; } = 7;

    /// <summary>How long a deleted user's id waits for its userName, and how long the change log reaches back, in days; 30 by default (P10).</summary>
    [Range(1, 3650)]
    public double RetentionDays { get; set; } = 30;

    /// <summary>How many users a search that no index serves may look at before it is refused; 200,000 by default.</summary>
    [Range(100, 1_000_000)]
    public int MaximumScan { get; set; } = 200_000;

    public TimeSpan Grace => TimeSpan.FromDays(GraceDays);

    public TimeSpan RetentionTime => TimeSpan.FromDays(RetentionDays);
}
