using System.Text.Json.Nodes;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;

namespace OptiId.Sidecar;

/// <summary>What was published as the CloudEvent that apps get.</summary>
internal static class CloudEvents
{
    /// <summary>A published CloudEvent is kept as it is; everything else is put into one, with an id of its own.</summary>
    public static TopicEventRequest Of(string appId, PublishEventRequest request) => request.DataContentType.StartsWith("application/cloudevents+json", StringComparison.Ordinal)
        ? Read(request.Data)
        : new()
        {
            Id = request.Metadata.TryGetValue("cloudevent.id", out var id) ? id : Guid.NewGuid().ToString(),
            Source = request.Metadata.TryGetValue("cloudevent.source", out var source) ? source : appId,
            Type = request.Metadata.TryGetValue("cloudevent.type", out var type) ? type : "com.dapr.event.sent",
            SpecVersion = "1.0",
            DataContentType = request.DataContentType is { Length: > 0 } said ? said : "text/plain",
            Data = request.Data,
        };

    private static TopicEventRequest Read(ByteString data)
    {
        try
        {
            var json = JsonNode.Parse(data.ToStringUtf8())!.AsObject();
            return new()
            {
                Id = Demand(json, "id"),
                Source = Demand(json, "source"),
                Type = Demand(json, "type"),
                SpecVersion = Demand(json, "specversion"),
                DataContentType = (string?)json["datacontenttype"] ?? "application/json",
                Data = ByteString.CopyFromUtf8(json["data"]?.ToJsonString() ?? ""),
            };
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, $"this is no CloudEvent: {e.Message}"));
        }
    }

    private static string Demand(JsonObject json, string attribute) =>
        (string?)json[attribute] ?? throw new InvalidOperationException($"it has no {attribute}");
}
