using System.Globalization;
using System.Text.Json.Nodes;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using Status = Dapr.AppCallback.Autogen.Grpc.v1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace OptiId.Events;

/// <summary>
/// The bus over Dapr's pub/sub: published to the sidecar, received from it by <see cref="AnnouncementCallback"/>. Which topics come here is
/// declared in manifests (<c>deploy/k8s/base/dapr</c>), with a dead-letter topic each.
/// </summary>
/// <param name="sidecar">The service's sidecar.</param>
/// <param name="pubSub">The name of the pub/sub component.</param>
/// <param name="logger">For what can't be handled.</param>
internal sealed class DaprEventBus(DaprSidecar sidecar, string pubSub, ILogger<DaprEventBus> logger) : IEventBus, IDisposable
{
    /// <summary>The route (<c>routes.default</c>) of subscriptions to the topics of sources.</summary>
    public const string Announcements = "/announcements";

    /// <summary>The route of the subscription to the dead letters of a consumer.</summary>
    public const string DeadLetters = "/dead-letters";

    private const string CloudEventType = "application/cloudevents+json";
    private const string JsonType = "application/json";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)); // of a newer publisher

    private readonly DaprClient client = new DaprClientBuilder()
        .UseGrpcEndpoint(sidecar.Address.ToString())
        .UseDaprApiToken(sidecar.ApiToken)
        .Build();

    private Handlers? handlers;

    /// <summary>The topic of a source's log.</summary>
    public static string TopicOf(string source) => $"{source}-changes";

    /// <inheritdoc />
    public Task PublishAsync(Announcement announcement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(announcement);
        var partition = announcement.Partition.ToString(CultureInfo.InvariantCulture);
        return client.PublishByteEventAsync(
            pubSub,
            TopicOf(announcement.Source),
            System.Text.Encoding.UTF8.GetBytes(CloudEventOf(announcement).ToJsonString()),
            CloudEventType,
            new() { ["partitionKey"] = partition },
            cancellation);
    }

    /// <inheritdoc />
    public Task<IAsyncDisposable> SubscribeAsync(
        string consumer, Func<Announcement, CancellationToken, Task> handle, Func<Announcement, CancellationToken, Task>? handleMissed = null)
    {
        var subscribed = new Handlers(this, handle, handleMissed ?? handle);
        return Interlocked.CompareExchange(ref handlers, subscribed, null) is null
            ? Task.FromResult<IAsyncDisposable>(subscribed)
            : throw new InvalidOperationException("A service has one subscription: its sidecar delivers to it all that the manifests subscribe it to.");
    }

    /// <summary>Takes what the sidecar delivers.</summary>
    /// <returns>Done; to be delivered again; or for the dead letters.</returns>
    public async Task<Status> ReceiveAsync(TopicEventRequest delivery, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (Volatile.Read(ref handlers) is not { } subscribed)
        {
            return Status.Retry; // the service is starting or ending
        }

        var handle = delivery.Path switch
        {
            Announcements => subscribed.Handle,
            DeadLetters => subscribed.HandleMissed,
            _ => null,
        };
        if (handle is null || Read(delivery) is not { } announcement)
        {
            return Status.Drop;
        }

        try
        {
            await handle(announcement, cancellation);
            return Status.Success;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            EventsLog.HandlingFailed(logger, announcement.Id, e.Message);
            return Status.Retry;
        }
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();

    private static JsonObject CloudEventOf(Announcement announcement)
    {
        var change = announcement.Change;
        var data = new Announced
        {
            Source = announcement.Source,
            Partition = (uint)announcement.Partition,
            Epoch = announcement.Epoch,
            Change = change,
        };
        var cloudEvent = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = announcement.Id,
            ["source"] = $"/optiid/{announcement.Source}",
            ["type"] = $"optiid.events.v1.{change.EventCase}",
            ["subject"] = change.OrganizationId,
            ["datacontenttype"] = JsonType,
            ["data"] = JsonNode.Parse(JsonFormatter.Default.Format(data)),
        };
        if (change.At is { } at)
        {
            cloudEvent["time"] = at.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture);
        }

        if (change.Traceparent.Length > 0)
        {
            cloudEvent["traceparent"] = change.Traceparent;
        }

        return cloudEvent;
    }

    private Announcement? Read(TopicEventRequest delivery)
    {
        var problem = "it names no source, partition or sequence";
        try
        {
            var data = Parser.Parse<Announced>(delivery.Data.ToStringUtf8());
            if (data is { Source.Length: > 0, Partition: < Store.Partition.Count, Change.Sequence: > 0 })
            {
                return new(data.Source, (int)data.Partition, data.Epoch, data.Change);
            }
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            problem = e.Message;
        }

        EventsLog.Unreadable(logger, delivery.Id, delivery.Topic, problem);
        return null;
    }

    private sealed record Handlers(
        DaprEventBus Bus, Func<Announcement, CancellationToken, Task> Handle, Func<Announcement, CancellationToken, Task> HandleMissed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Interlocked.CompareExchange(ref Bus.handlers, null, this);
            return ValueTask.CompletedTask;
        }
    }
}
