using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Events;
using OptiId.LocalRunFile;

namespace OptiId.Local;

/// <summary>Every service in one process, each its own host with its own container, over the embedded store and an event bus in memory.</summary>
internal static class LocalRunner
{
    /// <summary>Runs until it is told to stop.</summary>
    public static async Task RunAsync(LocalOptions options, CancellationToken cancellation)
    {
        await using var store = EmbeddedStore.EmbeddedStore.Start(options.Data.FullName);
        await using var bus = await MassTransitEventBus.StartInMemoryAsync();
        var run = Describe(options);
        var hosts = BuildHosts(options, run, store.Connection, bus);
        try
        {
            foreach (var host in hosts)
            {
                await host.StartAsync(cancellation);
            }

            var secret = await DemoOrganization.EnsureAsync(run, options, cancellation);
            LocalRuns.OfThisUser.Write(run);
            Announce(options, secret);
            await WaitForEndAsync(cancellation);
        }
        finally
        {
            LocalRuns.OfThisUser.Remove(run);
            foreach (var host in hosts.Reverse())
            {
                await host.StopAsync(CancellationToken.None);
                await host.DisposeAsync();
            }
        }
    }

    private static LocalRun Describe(LocalOptions options) => new()
    {
        Pid = Environment.ProcessId,
        ScimBaseUrl = new(options.ScimBaseUrl),
        Tokens = new($"http://127.0.0.1:{options.GrpcPort}"),
        Identity = new($"http://127.0.0.1:{options.GrpcPort + 1}"),
        Groups = new($"http://127.0.0.1:{options.GrpcPort + 2}"),
        Access = new($"http://127.0.0.1:{options.GrpcPort + 3}"),
        Gateway = new($"http://127.0.0.1:{options.GrpcPort + 4}"),
        CallerSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        DataDirectory = options.Data.FullName,
    };

    // In the order in which they need each other.
    private static WebApplication[] BuildHosts(LocalOptions options, LocalRun run, string store, IEventBus bus)
    {
        return
        [
            Tokens.Program.Build([], builder => Configure(builder, run.Tokens)),
            Identity.Program.Build([], builder => Configure(builder, run.Identity)),
            Groups.Program.Build([], builder => Configure(builder, run.Groups)),
            Access.Program.Build([], builder => Configure(builder, run.Access)),
            ScimGateway.Program.Build([], builder => Configure(builder, run.Gateway)),
        ];

        void Configure(WebApplicationBuilder builder, Uri grpc)
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Callers:Secret"] = run.CallerSecret,
                ["Endpoints:Grpc"] = grpc.ToString(),
                ["Gateway:Url"] = $"http://127.0.0.1:{options.ScimPort}",
                ["Gateway:PublicBaseUrl"] = options.ScimBaseUrl,
                ["Gateway:RequestsPerSecond"] = "0", // one organization on one's own machine: nobody to protect
                ["Services:access"] = run.Access.ToString(),
                ["Services:gateway"] = run.Gateway.ToString(),
                ["Services:groups"] = run.Groups.ToString(),
                ["Services:identity"] = run.Identity.ToString(),
                ["Services:tokens"] = run.Tokens.ToString(),
                ["Store:Connection"] = store,
                ["Store:Embedded"] = "true",
            });
            builder.Services.AddSingleton(bus);
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            builder.Logging.ClearProviders();
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning);
        }
    }

    private static void Announce(LocalOptions options, string? secret)
    {
        Console.WriteLine($"SCIM base URL:  {options.ScimBaseUrl}");
        Console.WriteLine(secret is null
            ? "SCIM token:     (shown when it was issued; --new-token issues another)"
            : $"SCIM token:     {secret}");
        Console.WriteLine("Ready");
    }

    private static async Task WaitForEndAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>The hosts end when the run ends, not each on its own Ctrl-C.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
