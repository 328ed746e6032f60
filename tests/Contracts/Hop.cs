using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Contracts;

/// <summary>What comes back for a call: messages, and a refusal where it isn't OK.</summary>
internal sealed record Answer(IReadOnlyList<JsonNode> Messages, JsonNode? Refusal);

/// <summary>Answers a call.</summary>
/// <param name="method">Its path.</param>
/// <param name="request">Its request.</param>
/// <param name="send">Sends the next message of the answer at once; what the answer holds beyond those that were sent is sent after it.</param>
/// <param name="cancellation">Who called has enough.</param>
internal delegate Task<Answer> Answering(string method, JsonNode request, Func<JsonNode, Task> send, CancellationToken cancellation);

/// <summary>A server at the gRPC border: takes any call of the protos, and answers by what it was given.</summary>
internal sealed class Hop : IAsyncDisposable
{
    private const int PrefixBytes = 5;
    private readonly WebApplication app;

    private Hop(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a method's request.</param>
    public static async Task<Hop> StartAsync(Answering answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(http => ServeAsync(http, answer));
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Makes a call with a message of a file, and reads everything that comes back; what never ends, until it is cancelled.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="method">Its path.</param>
    /// <param name="request">Its request.</param>
    /// <param name="take">Takes each message as it comes.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Answer> CallAsync(GrpcChannel channel, string method, JsonNode request, Func<JsonNode, Task> take, CancellationToken cancellation)
    {
        var names = method.Split('/');
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
            new Method<byte[], byte[]>(MethodType.ServerStreaming, names[1], names[2], bytes, bytes), null,
            new CallOptions(cancellationToken: cancellation), Messages.ToWire(Messages.RequestOf(method), request));
        var messages = new List<JsonNode>();
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                messages.Add(Messages.ToJson(Messages.AnswerOf(method), call.ResponseStream.Current));
                await take(messages[^1]);
            }

            return new(messages, Refusal: null);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested)
        {
            return new(messages, Read(e));
        }
        catch (Exception) when (cancellation.IsCancellationRequested && Messages.IsEndless(method))
        {
            return new(messages, Refusal: null);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task ServeAsync(HttpContext http, Answering answer)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var method = http.Request.Path.Value!;
        http.Response.ContentType = "application/grpc";
        var sent = 0;
        var (messages, refusal) = await answer(method, Messages.ToJson(Messages.RequestOf(method), body.ToArray()[PrefixBytes..]), SendAsync, http.RequestAborted);
        foreach (var message in messages.Skip(sent).ToList())
        {
            await SendAsync(message);
        }

        await http.Response.StartAsync(http.RequestAborted);
        if (Messages.IsEndless(method) && refusal is null)
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }

        var error = refusal is null ? null : Make(refusal);
        http.Response.AppendTrailer("grpc-status", $"{(int)(error?.StatusCode ?? StatusCode.OK)}");
        http.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(error?.Status.Detail ?? ""));
        foreach (var trailer in (error?.Trailers ?? []).Where(trailer => trailer.IsBinary))
        {
            http.Response.AppendTrailer(trailer.Key, Convert.ToBase64String(trailer.ValueBytes));
        }

        async Task SendAsync(JsonNode message)
        {
            sent++;
            var wire = Messages.ToWire(Messages.AnswerOf(method), message);
            var prefix = new byte[PrefixBytes];
            BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), wire.Length);
            await http.Response.Body.WriteAsync(prefix, http.RequestAborted);
            await http.Response.Body.WriteAsync(wire, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private static JsonObject Read(RpcException error)
    {
        var refusal = new JsonObject { ["status"] = error.StatusCode.ToString(), ["message"] = error.Status.Detail };
        if (error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>() is { } info)
        {
            refusal["reason"] = info.Reason;
            refusal["metadata"] = new JsonObject(info.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return refusal;
    }

    // By the status of the file, not by the one that its reason would have: the file says what crosses.
    private static RpcException Make(JsonNode refusal)
    {
        var (status, message) = (Enum.Parse<StatusCode>(refusal["status"]!.GetValue<string>()), refusal["message"]!.GetValue<string>());
        if (refusal["reason"]?.GetValue<string>() is not { } name)
        {
            return new(new(status, message));
        }

        var reason = Enum.GetValues<Reason>().Single(reason => Refusals.NameOf(reason) == name);
        var metadata = refusal["metadata"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>());
        var made = Refusals.ToRpcException(reason, message, metadata);
        return new(new(status, message), made.Trailers);
    }
}
