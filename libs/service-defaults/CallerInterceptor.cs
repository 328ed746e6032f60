using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Lets in only callers that show the services' shared secret, or come by the service's own sidecar, which shows the app token. Where
/// neither is set nothing is demanded.
/// </summary>
internal sealed class CallerInterceptor(CallerSecrets secrets, ILogger<CallerInterceptor> logger) : Interceptor
{
    public const string Header = "optiid-caller-secret";

    // Health tells nothing; and on these three calls Dapr shows no token, so that demanding one would end all subscriptions without a word.
    private static readonly string[] Open =
    [
        "/grpc.health.v1.Health/",
        "/dapr.proto.runtime.v1.AppCallback/ListTopicSubscriptions",
        "/dapr.proto.runtime.v1.AppCallback/ListInputBindings",
        "/dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck",
    ];

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Demand(context);
        return continuation(request, responseStream, context);
    }

    private void Demand(ServerCallContext context)
    {
        if (!secrets.AnySet || Array.Exists(Open, method => context.Method.StartsWith(method, StringComparison.Ordinal)))
        {
            return;
        }

        if (!secrets.IsShown(context.RequestHeaders))
        {
            DefaultsLog.CallerRefused(logger, context.Method);
            throw Refusals.ToRpcException(Reason.CallerRefused, "Only this system's own services may call here.");
        }
    }
}
