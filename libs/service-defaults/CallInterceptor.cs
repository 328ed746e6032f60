using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OptiId.ServiceDefaults;

/// <summary>
/// What every call to another service carries: a deadline where the caller set none, and the shared secret; or, where the sidecar is called in
/// its place, the sidecar's token, the callee, and whether it may send the call again.
/// </summary>
/// <param name="deadline">The deadline.</param>
/// <param name="secret">The services' shared secret; empty: none.</param>
/// <param name="appId">The callee's app id, where the sidecar is called in its place.</param>
/// <param name="apiToken">The sidecar's token; empty: none.</param>
/// <param name="repeatable">What may be sent again: <see cref="Repeatable"/>.</param>
internal sealed class CallInterceptor(TimeSpan deadline, string secret, string? appId, string apiToken, IReadOnlySet<string> repeatable) : Interceptor
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

        var headers = new Metadata();
        foreach (var entry in options.Headers ?? [])
        {
            headers.Add(entry);
        }

        if (appId is null)
        {
            AddUnlessEmpty(headers, CallerInterceptor.Header, secret);
        }
        else
        {
            headers.Add("dapr-app-id", appId);
            AddUnlessEmpty(headers, DaprSidecar.TokenHeader, apiToken);
            if (!limited || !repeatable.Contains(context.Method.FullName))
            {
                // Of a call marked so, Dapr's timeouts and retries are for its opening only: it isn't cut off, and reaches the callee once at most.
                headers.Add("dapr-stream", "true");
            }
        }

        return new(context.Method, context.Host, options.WithHeaders(headers));
    }

    private static void AddUnlessEmpty(Metadata headers, string name, string value)
    {
        if (value.Length > 0)
        {
            headers.Add(name, value);
        }
    }
}
