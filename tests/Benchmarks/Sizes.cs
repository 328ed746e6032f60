namespace OptiId.Benchmarks;

/// <summary>What is measured.</summary>
/// <param name="Users">Of the larger directory.</param>
/// <param name="Members">Of the largest group.</param>
/// <param name="Requests">Of each size.</param>
internal sealed record Sizes(int Users, int Members, int Requests);
