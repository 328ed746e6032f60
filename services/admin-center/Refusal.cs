using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.AdminCenter;

/// <summary>Why something was refused, for people.</summary>
/// <param name="Reason">What pages and the API tell apart.</param>
/// <param name="Sentence">What was wrong, where, what to do.</param>
/// <param name="Field">Which of the request's fields was wrong, as the services call it (<see cref="RefusalMetadata.Field"/>); empty: none of them alone.</param>
internal sealed record Refusal(Reason Reason, string Sentence, string Field = "")
{
    /// <summary>The store doesn't answer, or is too busy.</summary>
    public static Refusal StoreAway { get; } = new(Reason.StoreUnavailable, "The system is busy for a moment. Nothing was changed; try again.");

    /// <summary>Whether a rule said no, rather than that something doesn't answer, or not yet.</summary>
    public bool IsByRule => Reason is not (Reason.Unspecified or >= Reason.StoreUnavailable);

    /// <summary>Whether an exception is a service's answer, or the store's silence: told to people by <see cref="Of(Exception)"/>, no fault of this program.</summary>
    public static bool IsOutage(Exception e) => e is RpcException or StoreUnavailableException or StoreBusyException || StoreSession.IsAway(e);

    /// <summary>What an exception of <see cref="IsOutage"/>, or a <see cref="RefusedException"/>, says to people.</summary>
    public static Refusal Of(Exception exception) => exception switch
    {
        RefusedException refused => new(refused.Reason, refused.Message, refused.Metadata.GetValueOrDefault(RefusalMetadata.Field) ?? ""),
        RpcException rpc => Of(rpc),
        _ => StoreAway,
    };

    /// <summary>A service's refusal; what isn't one is told as an outage, without what only operators understand.</summary>
    public static Refusal Of(RpcException exception) => Refusals.ReasonOf(exception) switch
    {
        Reason.VersionMismatch => new(Reason.VersionMismatch, "Somebody else changed this while you were editing. Nothing was saved: load the page again, look at what is there now, and make your change again."),
        Reason.StoreUnavailable or Reason.Busy => StoreAway,
        Reason.Unspecified => new(Reason.Unspecified, exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
            ? "A part of the system doesn't answer at the moment. Try again; what you did may have happened, so look first."
            : "Something went wrong inside the system, and it was logged."),
        var reason => new(reason, exception.Status.Detail, Refusals.MetadataOf(exception, RefusalMetadata.Field)),
    };

    /// <summary>The HTTP status that says it; what isn't a refusal by a rule is an outage.</summary>
    public int Status => Reason switch
    {
        Reason.VersionMismatch => StatusCodes.Status412PreconditionFailed,
        Reason.TokenRefused => StatusCodes.Status401Unauthorized,
        Reason.Busy => StatusCodes.Status429TooManyRequests,
        Reason.Unspecified => StatusCodes.Status503ServiceUnavailable,
        _ => (int)Reason switch
        {
            >= 60 => StatusCodes.Status503ServiceUnavailable,
            >= 50 => StatusCodes.Status403Forbidden,
            >= 30 => StatusCodes.Status409Conflict,
            >= 20 => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status400BadRequest,
        },
    };
}
