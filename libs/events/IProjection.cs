using OptiId.Events.V1;

namespace OptiId.Events;

/// <summary>What a consumer keeps of another service's log. Changes and position are written by one script, so that nothing is applied twice or left out.</summary>
public interface IProjection
{
    /// <summary>How far a partition has been applied.</summary>
    Task<AppliedPosition> ReadAppliedAsync(string source, int partition);

    /// <summary>Applies entries in order, if the position is still the expected one.</summary>
    /// <returns>False where somebody else (another replica, a rebuild) was faster and nothing was written.</returns>
    Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes);

    /// <summary>Takes the source's snapshot because its log no longer reaches back, or its numbers have begun anew.</summary>
    Task StartOverAsync(string source, int partition, CancellationToken cancellation);
}
