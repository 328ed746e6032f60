using System.Collections.Frozen;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>
/// A rule says no. Thrown by a service's RPCs, turned into google.rpc.Status by <see cref="RefusalInterceptor"/>; the message is for
/// an administrator: what was wrong, where, what to do.
/// </summary>
public sealed class RefusedException(Reason reason, string message) : Exception(message)
{
    /// <summary>Which rule.</summary>
    public Reason Reason => reason;

    /// <summary>What only the calling service is to know beside it (google.rpc.ErrorInfo's metadata); nothing by default.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The refusal of what one field holds (<see cref="RefusalMetadata.Field"/>).</summary>
    public static RefusedException OfField(string field, Reason reason, string message) =>
        new(reason, message) { Metadata = new Dictionary<string, string> { [RefusalMetadata.Field] = field } };
}
