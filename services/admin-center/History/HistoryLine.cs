using Google.Protobuf.WellKnownTypes;

namespace OptiId.AdminCenter.History;

/// <summary>A line of a history, ready to be shown.</summary>
/// <param name="At">When.</param>
/// <param name="What">The sentence.</param>
/// <param name="Who">Who did it, in words.</param>
/// <param name="RequestId">The request in the provisioning log; empty: it came from elsewhere.</param>
public sealed record HistoryLine(Timestamp At, IReadOnlyList<Word> What, string Who, string RequestId);
