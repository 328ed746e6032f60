using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace OptiId.Events;

/// <summary>What a Dapr sidecar calls with what came for its service.</summary>
internal sealed class AnnouncementCallback(IEventBus bus) : AppCallback.AppCallbackBase
{
    private readonly DaprEventBus bus = (DaprEventBus)bus;

    /// <summary>None by code: the manifests declare them, and the same topic must not be declared twice.</summary>
    public override Task<ListTopicSubscriptionsResponse> ListTopicSubscriptions(Empty request, ServerCallContext context) =>
        Task.FromResult(new ListTopicSubscriptionsResponse());

    public override Task<ListInputBindingsResponse> ListInputBindings(Empty request, ServerCallContext context) =>
        Task.FromResult(new ListInputBindingsResponse());

    public override async Task<TopicEventResponse> OnTopicEvent(TopicEventRequest request, ServerCallContext context) =>
        new() { Status = await bus.ReceiveAsync(request, context.CancellationToken) };
}
