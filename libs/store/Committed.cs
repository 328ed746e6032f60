using OptiId.Common.V1;

namespace OptiId.Store;

/// <summary>What a commit answered.</summary>
/// <param name="Position">Where its last log entry stands; null where it appended none.</param>
/// <param name="Counters">The new values of its counters, in the order of the writes.</param>
public sealed record Committed(Position? Position, IReadOnlyList<long> Counters);
