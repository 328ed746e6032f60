using System.ComponentModel.DataAnnotations;

namespace OptiId.Tokens;

/// <summary>Limits of the tokens service. Section <c>Tokens</c>.</summary>
public sealed class TokensOptions
{
    /// <summary>How many live tokens of a kind an organization may have, or Support, 20 by default. Two at least: one replaces the other without a failed request (P4).</summary>
    [Range(2, 1_000)]
    public int MaximumLive { get; set; } = 20;

    /// <summary>How many revoked and expired tokens of each kind are kept to be looked at, 100 by default; the oldest are forgotten first.</summary>
    [Range(0, 900)]
    public int MaximumEnded { get; set; } = 100;
}
