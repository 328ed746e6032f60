using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OptiId.ServiceDefaults;

/// <summary>What every call to another service carries: the shared secret, and a deadline where the caller set none.</summary>
internal sealed class CallInterceptor(string secret, TimeSpan deadline) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context, limited: true));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context, limited: false));

    private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, bool limited)
        where TRequest : class
        where TResponse : class
    {
        var options = context.Options;
        if (limited && options.Deadline is null)
        {
            options = options.WithDeadline(DateTime.UtcNow + deadline);
        }

        if (secret.Length > 0)
        {
            var headers = options.Headers ?? [];
            headers.Add(CallerInterceptor.Header, secret);
            options = options.WithHeaders(headers);
        }

        return new(context.Method, context.Host, options);
    }
}
