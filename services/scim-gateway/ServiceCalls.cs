using Grpc.Core;

namespace OptiId.ScimGateway;

/// <summary>
/// Calls to the services: one more try where the service wasn't reached. All calls may be repeated: reads and absolute changes by
/// themselves, creates by the request id that they carry.
/// </summary>
internal sealed class ServiceCalls(Outage outage)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Calls, and once more after a pause where the callee was unavailable.</summary>
    public async Task<T> CallAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            return await OnceAsync(call);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            await Task.Delay(Pause);
            return await OnceAsync(call);
        }
    }

    private async Task<T> OnceAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        using var running = call();
        var response = await running;
        outage.Over();
        return response;
    }
}
