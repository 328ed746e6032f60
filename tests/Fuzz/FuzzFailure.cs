using System.Text;

namespace OptiId.Fuzz;

/// <summary>What was found.</summary>
/// <param name="Entrance">Where the input went in.</param>
/// <param name="Input">The smallest input that fails.</param>
/// <param name="Problem">How it fails.</param>
/// <param name="Seed">The run's seed.</param>
public sealed record FuzzFailure(string Entrance, byte[] Input, string Problem, int Seed)
{
    /// <summary>The input, the problem and how to see it again.</summary>
    public override string ToString() => $"""
        {Entrance}: {Problem}
        input: {Encoding.UTF8.GetString(Input)}
        again: scripts/fuzz --entrance {Entrance} --input {Convert.ToBase64String(Input)}
        found with: scripts/fuzz --seed {Seed}
        """;
}
