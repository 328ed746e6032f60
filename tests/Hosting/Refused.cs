using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using Xunit;

namespace OptiId.Hosting;

/// <summary>Calls that must be refused.</summary>
public static class Refused
{
    /// <summary>The call must be refused for the reason, with a sentence.</summary>
    /// <returns>The sentence.</returns>
    public static async Task<string> WithAsync(Reason reason, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((reason, StatusOf(reason)), (Refusals.ReasonOf(exception), exception.StatusCode));
        Assert.NotEmpty(exception.Status.Detail);
        return exception.Status.Detail;
    }

    private static StatusCode StatusOf(Reason reason) => (int)reason switch
    {
        >= 60 => StatusCode.Unavailable,
        50 => StatusCode.Unauthenticated,
        >= 50 => StatusCode.PermissionDenied,
        >= 40 => StatusCode.FailedPrecondition,
        >= 30 => StatusCode.AlreadyExists,
        >= 20 => StatusCode.NotFound,
        _ => StatusCode.InvalidArgument,
    };
}
