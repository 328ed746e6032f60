using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace OptiId.Sidecar;

/// <summary>
/// The server's half of <c>dapr.proto.runtime.v1.Dapr</c>, as far as these services call it. Dapr.Protos has the client's half only, so
/// it is bound here to that package's messages, in the shape of generated code.
/// </summary>
[BindServiceMethod(typeof(DaprRuntimeBase), nameof(Bind))]
internal abstract class DaprRuntimeBase
{
    private static readonly Method<PublishEventRequest, Empty> Publish = new(
        MethodType.Unary, "dapr.proto.runtime.v1.Dapr", "PublishEvent", AppChannel.MarshallerOf(PublishEventRequest.Parser), AppChannel.MarshallerOf(Empty.Parser));

    /// <summary>Called by Grpc.AspNetCore.</summary>
    public static void Bind(ServiceBinderBase binder, DaprRuntimeBase? runtime) =>
        binder.AddMethod(Publish, runtime is null ? null : new UnaryServerMethod<PublishEventRequest, Empty>(runtime.PublishEvent));

    /// <summary>Takes an event for a topic.</summary>
    public abstract Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context);
}

/// <summary>A sidecar's.</summary>
internal sealed class DaprRuntime(Sidecar sidecar) : DaprRuntimeBase
{
    public override Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        sidecar.Network.Broker.Publish(sidecar.AppId, request);
        return Task.FromResult(new Empty());
    }
}
