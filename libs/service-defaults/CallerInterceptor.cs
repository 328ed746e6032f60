using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>Lets in only callers that show the shared secret; health checks need none.</summary>
internal sealed class CallerInterceptor(string secret, ILogger<CallerInterceptor> logger) : Interceptor
{
    public const string Header = "optiid-caller-secret";
    private const string HealthService = "/grpc.health.v1.Health/";

    private readonly byte[] expected = Hash(secret);

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
        if (secret.Length == 0 || context.Method.StartsWith(HealthService, StringComparison.Ordinal))
        {
            return;
        }

        // Hashes have one length, so that the comparison's time tells nothing of the secret.
        if (!CryptographicOperations.FixedTimeEquals(Hash(context.RequestHeaders.GetValue(Header) ?? ""), expected))
        {
            DefaultsLog.CallerRefused(logger, context.Method);
            throw Refusals.ToRpcException(Reason.CallerRefused, "Only this system's own services may call here.");
        }
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
