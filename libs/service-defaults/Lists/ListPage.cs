namespace OptiId.ServiceDefaults;

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="NextCursor">Of pages by cursor: where the next one begins; empty on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, long Total, string NextCursor);
