using System.Security.Cryptography;
using System.Text;
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

namespace OptiId.Sidecar;

/// <summary>
/// A sidecar in this process that speaks Dapr's published wire contract as far as these services use it: its gRPC API publishes and passes
/// calls on to other apps; it delivers events to its app, and asks it the three questions for which Dapr shows no token.
/// </summary>
public sealed class Sidecar : IAsyncDisposable
{
    internal const string TokenHeader = "dapr-api-token";

    private readonly SidecarOptions options;
    private readonly WebApplication host;
    private readonly GrpcChannel channel;

    private Sidecar(SidecarNetwork network, SidecarOptions options)
    {
        this.options = options;
        Network = network;
        AccessControl = options.Configuration is { } name ? network.Manifests.AccessControls[name] : null;
        channel = GrpcChannel.ForAddress(options.App, new() { MaxReceiveMessageSize = options.MaximumBody, MaxSendMessageSize = options.MaximumBody });
        App = new(channel, options.AppToken);
        host = Build();
    }

    /// <summary>Its app's name.</summary>
    public string AppId => options.AppId;

    /// <summary>Its gRPC API: <c>DAPR_GRPC_ENDPOINT</c> of the app.</summary>
    public Uri Address => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    internal SidecarNetwork Network { get; }

    internal AccessControl? AccessControl { get; }

    internal AppChannel App { get; }

    internal SidecarOptions Options => options;

    /// <summary>Asks the app whether it lives, without a token, as Dapr does.</summary>
    public async Task<bool> IsAppHealthyAsync()
    {
        try
        {
            await App.CheckHealthAsync();
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    /// <summary>Asks the app what it subscribes to by code, without a token, as Dapr does at its start.</summary>
    public async Task<IReadOnlyList<string>> ListSubscribedTopicsAsync()
    {
        try
        {
            return [.. (await App.ListTopicSubscriptionsAsync()).Subscriptions.Select(subscription => subscription.Topic)];
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return [];
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
        channel.Dispose();
    }

    internal static async Task<Sidecar> StartAsync(SidecarNetwork network, SidecarOptions options)
    {
        var sidecar = new Sidecar(network, options);
        await sidecar.host.StartAsync();
        return sidecar;
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null; // by the message, not by the call: a stream may be long
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<CallProxy>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.IgnoreUnknownServices) = (options.MaximumBody, true));
        var built = builder.Build();
        var proxy = built.Services.GetRequiredService<CallProxy>();
        built.UseRouting();
        built.Use((http, next) => HasToken(http) ? next(http) : GrpcAnswer.WriteAsync(http, StatusCode.Unauthenticated, "dapr-api-token is missing or wrong"));
        built.MapGrpcService<DaprRuntime>();
        built.MapFallback(proxy.PassOnAsync);
        return built;
    }

    private bool HasToken(HttpContext http) => options.ApiToken.Length == 0 || CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers[TokenHeader].ToString())), SHA256.HashData(Encoding.UTF8.GetBytes(options.ApiToken)));
}
