using System.ComponentModel.DataAnnotations;

namespace OptiId.Groups;

/// <summary>The groups service's settings. Section <c>Groups</c>.</summary>
internal sealed class GroupsOptions
{
    /// <summary>How long a parked member waits for its user, in days; 30 by default (P15).</summary>
    [Range(1, 3650)]
    public double RetentionDays { get; set; } = 30;

    /// <summary>
    /// How many groups, and how many members where it asks for parts of their ids, a search that no index serves may look at before it is
    /// refused; 200,000 by default.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaximumScan { get; set; } = 200_000;

    public TimeSpan RetentionTime => TimeSpan.FromDays(RetentionDays);
}
