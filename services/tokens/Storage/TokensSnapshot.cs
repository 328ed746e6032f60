using OptiId.Events;
using OptiId.Events.V1;

namespace OptiId.Tokens.Storage;

/// <summary>
/// Nothing: who follows this log keeps what happened (the audit log), not what is, and what the log has forgotten can't be told again. A
/// token that is there now would look as if it had been issued once more.
/// </summary>
internal sealed class TokensSnapshot : ISnapshot
{
    public IAsyncEnumerable<Change> ReadAsync(int partition, CancellationToken cancellation) => AsyncEnumerable.Empty<Change>();
}
