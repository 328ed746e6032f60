using Dapr.AppCallback.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace OptiId.Sidecar;

/// <summary>The client's half of Dapr's app callbacks: Dapr.Protos has the server's only.</summary>
/// <param name="channel">To the app.</param>
/// <param name="appToken">The token that the app is shown with events; empty: none.</param>
internal sealed class AppChannel(GrpcChannel channel, string appToken)
{
    private const string Callback = "dapr.proto.runtime.v1.AppCallback";

    private static readonly Method<TopicEventRequest, TopicEventResponse> TopicEvent =
        new(MethodType.Unary, Callback, "OnTopicEvent", MarshallerOf(TopicEventRequest.Parser), MarshallerOf(TopicEventResponse.Parser));

    private static readonly Method<Empty, ListTopicSubscriptionsResponse> Subscriptions =
        new(MethodType.Unary, Callback, "ListTopicSubscriptions", MarshallerOf(Empty.Parser), MarshallerOf(ListTopicSubscriptionsResponse.Parser));

    private static readonly Method<Empty, HealthCheckResponse> Health =
        new(MethodType.Unary, "dapr.proto.runtime.v1.AppCallbackHealthCheck", "HealthCheck", MarshallerOf(Empty.Parser), MarshallerOf(HealthCheckResponse.Parser));

    private readonly CallInvoker invoker = channel.CreateCallInvoker();

    public Task<TopicEventResponse> OnTopicEventAsync(TopicEventRequest request, TimeSpan? limit, CancellationToken cancellation)
    {
        var headers = new Metadata();
        if (appToken.Length > 0)
        {
            headers.Add(Sidecar.TokenHeader, appToken);
        }

        return CallAsync(TopicEvent, request, new(headers, DateTime.UtcNow + limit, cancellation));
    }

    public Task<ListTopicSubscriptionsResponse> ListTopicSubscriptionsAsync() => CallAsync(Subscriptions, new(), default);

    public Task<HealthCheckResponse> CheckHealthAsync() => CallAsync(Health, new(), new(deadline: DateTime.UtcNow.AddSeconds(5)));

    internal static Marshaller<T> MarshallerOf<T>(MessageParser<T> parser)
        where T : IMessage<T> => Marshallers.Create(
        (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    private async Task<TResponse> CallAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TRequest request, CallOptions options)
        where TRequest : class
        where TResponse : class
    {
        using var call = invoker.AsyncUnaryCall(method, host: null, options, request);
        return await call.ResponseAsync;
    }
}
