using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Answers the Dapr sidecar's question whether the service lives (<c>dapr.io/enable-app-health-check</c>). Not whether its store answers: a
/// sidecar that holds a service for ill refuses all calls to it in words of its own, and nobody learns what is away.
/// </summary>
internal sealed class SidecarHealthCheck : AppCallbackHealthCheck.AppCallbackHealthCheckBase
{
    public const string Path = "/dapr.proto.runtime.v1.AppCallbackHealthCheck/HealthCheck";

    public override Task<HealthCheckResponse> HealthCheck(Empty request, ServerCallContext context) => Task.FromResult(new HealthCheckResponse());
}
