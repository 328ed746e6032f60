using Grpc.Core;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>
/// Calls to the services: one more try where the service wasn't reached. All calls may be repeated: reads and absolute changes by
/// themselves, creates by the request id that they carry.
/// </summary>
internal sealed class ServiceCalls(Outage outage, IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Until when a call may take that does much: a member list of 10 MiB, a search that no index serves. Okta hangs up after 60 s
    /// (facts/okta.md §1).
    /// </summary>
    public static DateTime LongDeadline => DateTime.UtcNow.AddSeconds(50);

    /// <summary>Whether the callee, or the store behind it, can't be had for now.</summary>
    public static bool IsAway(RpcException exception) => Refusals.ReasonOf(exception) switch
    {
        Reason.StoreUnavailable => true,
        Reason.Unspecified => exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded,
        _ => false,
    };

    /// <summary>Whether an exception of <see cref="CallAsync"/> says so.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        RpcException rpc => IsAway(rpc),
        ScimErrorException error => error.Status == StatusCodes.Status503ServiceUnavailable,
        _ => false,
    };

    /// <summary>Calls, and once more after a pause where the callee was unavailable.</summary>
    /// <exception cref="ScimErrorException">503: it has been away for long (P31).</exception>
    public async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        var service = typeof(T).Namespace!; // each has a package of its own
        try
        {
            return await TwiceAsync(call, service);
        }
        catch (RpcException e) when (IsAway(e) && outage.IsLong(service))
        {
            throw ScimErrors.OutOfOrder(options.Value.RetryAfterSeconds);
        }
    }

    private async Task<T> TwiceAsync<T>(Func<AsyncUnaryCall<T>> call, string service)
    {
        try
        {
            return await OnceAsync(call, service);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            await Task.Delay(Pause);
            return await OnceAsync(call, service);
        }
    }

    private async Task<T> OnceAsync<T>(Func<AsyncUnaryCall<T>> call, string service)
    {
        try
        {
            using var running = call();
            var response = await running;
            outage.Over(service);
            return response;
        }
        catch (RpcException e) when (!IsAway(e))
        {
            outage.Over(service);
            throw;
        }
    }
}
