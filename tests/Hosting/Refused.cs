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

    /// <summary>The call must be refused for the reason, and say in which field: a form tells it beside that.</summary>
    /// <returns>The sentence.</returns>
    public static async Task<string> OfFieldAsync(string field, Reason reason, Func<Task> call)
    {
        var said = "";
        var sentence = await WithAsync(reason, async () =>
        {
            try
            {
                await call();
            }
            catch (RpcException e)
            {
                said = Refusals.MetadataOf(e, RefusalMetadata.Field);
                throw;
            }
        });
        Assert.Equal(field, said);
        return sentence;
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
