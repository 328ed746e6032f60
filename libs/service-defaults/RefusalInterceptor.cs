using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using OptiId.Errors.V1;
using OptiId.Scim;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>Turns what an RPC throws into the vocabulary of refusal; an unknown error says "internal" and no more.</summary>
internal sealed class RefusalInterceptor(ILogger<RefusalInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case RefusedException refused:
                return Refusals.ToRpcException(refused.Reason, refused.Message, refused.Metadata);
            case ScimRefusedException refused:
                var (reason, attribute) = (Refusals.ReasonOf(refused.Type), refused.Attribute);
                return Translate(attribute is null ? new RefusedException(reason, refused.Message) : RefusedException.OfField(attribute, reason, refused.Message), context);
            case ArgumentException { ParamName: "organizationId" }:
                return Refusals.ToRpcException(Reason.InvalidValue, "The request names no organization.");
            case StoreBusyException:
                return Refusals.ToRpcException(Reason.Busy, exception.Message);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
            case StoreUnavailableException:
            case Exception when StoreSession.IsAway(exception):
                DefaultsLog.StoreAway(logger, context.Method, exception);
                DefaultsMetrics.StoreUnavailable(context.Method);
                return Refusals.ToRpcException(Reason.StoreUnavailable, "The store does not answer; try again shortly.");
            default:
                DefaultsLog.Failed(logger, context.Method, exception);
                return new RpcException(new Status(StatusCode.Internal, "An internal error; the service's log has the details."));
        }
    }
}
