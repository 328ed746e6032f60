using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.AdminCenter;

/// <summary>Why something was refused, for people.</summary>
/// <param name="Reason">What pages and the API tell apart.</param>
/// <param name="Sentence">What was wrong, where, what to do.</param>
internal sealed record Refusal(Reason Reason, string Sentence)
{
    /// <summary>The store doesn't answer, or is too busy.</summary>
    public static Refusal StoreAway { get; } = new(Reason.StoreUnavailable, "The system is busy for a moment. Nothing was changed; try again.");

    /// <summary>Whether an exception means that a part of the system, or the store behind the Admin Center, doesn't answer at present.</summary>
    public static bool IsOutage(Exception e) => e is RpcException or StoreUnavailableException or StoreBusyException || StoreSession.IsAway(e);

    /// <summary>A service's refusal; what isn't one is told as an outage, without what only operators understand.</summary>
    public static Refusal Of(RpcException exception) => Refusals.ReasonOf(exception) switch
    {
        Reason.VersionMismatch => new(Reason.VersionMismatch, "Somebody else changed this while you were editing. Nothing was saved: load the page again, look at what is there now, and make your change again."),
        Reason.StoreUnavailable or Reason.Busy => StoreAway,
        Reason.Unspecified => new(Reason.Unspecified, exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
            ? "A part of the system doesn't answer at the moment. Try again; what you did may have happened, so look first."
            : "Something went wrong inside the system, and it was logged."),
        var reason => new(reason, exception.Status.Detail),
    };
}
