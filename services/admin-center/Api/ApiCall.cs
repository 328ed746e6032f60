using System.Globalization;
using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Api;

/// <summary>One request of the API: who asks, the calls behind it, and what its answer's headers say.</summary>
internal sealed class ApiCall(IHttpContextAccessor accessor, Backends backends, Attempts attempts)
{
    /// <summary>The header of an answer to a change that says its place in the log (P20).</summary>
    public const string PositionHeader = "Optiid-Position";

    private readonly HttpContext http = accessor.HttpContext!;

    /// <summary>The services.</summary>
    public Backends Backends => backends;

    /// <summary>Ends where nobody waits for the answer any more.</summary>
    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Asks a service.</summary>
    public Task<T> AskAsync<T>(Func<AsyncUnaryCall<T>> call) => attempts.AskAsync(Caller, Organization, call);

    /// <summary>Asks what is no service's single call: the Admin Center's own store, or several calls that belong together.</summary>
    public Task<T> AskAsync<T>(Func<Task<T>> call) => attempts.AskAsync(Caller, Organization, call);

    /// <summary>Changes something, with a cause that names the token and the request; a refused attempt is in the audit log.</summary>
    /// <param name="attempt">What is tried, for the audit log. No personal data.</param>
    /// <param name="call">The call.</param>
    public Task<T> ChangeAsync<T>(string attempt, Func<Common.V1.Cause, AsyncUnaryCall<T>> call) =>
        attempts.ChangeAsync(Caller, Organization, attempt, new() { RequestId = http.TraceIdentifier, Actor = Caller.Actor }, call);

    /// <summary>Says the place of a change in the log; null: nothing was changed.</summary>
    public void TellPosition(Position? position)
    {
        if (position is not null)
        {
            http.Response.Headers[PositionHeader] =
                string.Create(CultureInfo.InvariantCulture, $"{position.Source}/{position.Partition}/{position.Epoch}/{position.Sequence}");
        }
    }

    /// <summary>Says the version of what is answered, to be sent back as If-Match.</summary>
    public void TellVersion(ulong version) => http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that a change may find; 0: any.</summary>
    /// <param name="ifMatch">The header's value, as an answer's ETag said it, or <c>*</c>.</param>
    /// <exception cref="RefusedException">VERSION_MISMATCH: one that was never answered.</exception>
    public static ulong VersionIn(string? ifMatch) => ifMatch?.Trim() switch
    {
        null or "*" => 0,
        ['"', .. var number, '"'] when ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 => version,
        _ => throw new RefusedException(Reason.VersionMismatch, "If-Match must be one version, as the ETag of an answer said it."),
    };

    /// <inheritdoc cref="VersionIn"/>
    /// <returns>The version, for requests that name those that a change may find; none: any.</returns>
    public static IEnumerable<ulong> VersionsIn(string? ifMatch) => VersionIn(ifMatch) is var version and > 0 ? [version] : [];

    /// <summary>How fresh an answer must be (P20).</summary>
    /// <param name="atLeast">Positions as answers told them.</param>
    /// <exception cref="InvalidRequestException">One that isn't a position.</exception>
    public static Consistency ConsistencyOf(string[]? atLeast) => new() { AtLeast = { (atLeast ?? []).Select(ParsePosition) } };

    private AdminCaller Caller { get; } = AdminCaller.Of(accessor.HttpContext!.User)!;

    private string Organization { get; } = accessor.HttpContext!.Request.RouteValues[Policies.RouteValue] as string ?? "";

    private static Position ParsePosition(string text) =>
        text.Split('/') is [{ Length: > 0 } source, var partition, { Length: > 0 } epoch, var sequence]
            && uint.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var partitionNumber)
            && ulong.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)
            ? new() { Source = source, Partition = partitionNumber, Epoch = epoch, Sequence = sequenceNumber }
            : throw new InvalidRequestException("atLeast", $"\"{text}\" isn't a position; {PositionHeader} of an answer to a change says one.");
}
