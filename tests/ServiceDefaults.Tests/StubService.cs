using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptiId.Gateway.V1;
using OptiId.Tokens.V1;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>
/// A callee with this system's own endpoint and guards, whose RPCs do what a test says: one that may be sent again (AuthenticateToken), one
/// that mayn't (IssueToken), and a stream (FollowRequests).
/// </summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication host;

    private StubService(WebApplication host) => this.host = host;

    /// <summary>The head of each call, in the order of arrival.</summary>
    public ConcurrentQueue<Metadata> Calls { get; } = [];

    /// <summary>What a call does before it answers, by its number from 1.</summary>
    public Func<int, ServerCallContext, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Where it serves.</summary>
    public Uri Address => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts one.</summary>
    /// <param name="address">Where; port 0: any.</param>
    /// <param name="appToken"><c>APP_API_TOKEN</c>; empty: none.</param>
    /// <param name="secret"><c>Callers:Secret</c>; empty: none.</param>
    public static async Task<StubService> StartAsync(string address = "http://127.0.0.1:0", string appToken = "", string secret = "")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Endpoints:Grpc"] = address,
            ["APP_API_TOKEN"] = appToken,
            ["Callers:Secret"] = secret,
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults("stub").AddGrpcService();
        builder.Services.AddSingleton<Tokens>();
        builder.Services.AddSingleton<Log>();
        StubService? stub = null;
        builder.Services.AddSingleton(_ => stub!);
        var host = builder.Build();
        stub = new(host);
        host.MapHealth();
        host.MapGrpcService<Tokens>();
        host.MapGrpcService<Log>();
        await host.StartAsync();
        return stub;
    }

    /// <summary>Fails the first calls as a service that is away does.</summary>
    public void BeAwayForTheFirst(int calls) => Before = (number, _) =>
        number <= calls ? throw new RpcException(new Status(StatusCode.Unavailable, "away — für einen Augenblick")) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    private Task ArriveAsync(ServerCallContext context)
    {
        Calls.Enqueue(context.RequestHeaders);
        return Before(Calls.Count, context);
    }

    private sealed class Tokens(StubService stub) : TokensService.TokensServiceBase
    {
        public override async Task<AuthenticateTokenResponse> AuthenticateToken(AuthenticateTokenRequest request, ServerCallContext context)
        {
            await stub.ArriveAsync(context);
            return new();
        }

        public override async Task<IssueTokenResponse> IssueToken(IssueTokenRequest request, ServerCallContext context)
        {
            await stub.ArriveAsync(context);
            return new() { Secret = request.Label };
        }
    }

    private sealed class Log(StubService stub) : ProvisioningLogService.ProvisioningLogServiceBase
    {
        public override async Task FollowRequests(FollowRequestsRequest request, IServerStreamWriter<FollowRequestsResponse> responseStream, ServerCallContext context)
        {
            await stub.ArriveAsync(context);
            await responseStream.WriteAsync(new());
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
