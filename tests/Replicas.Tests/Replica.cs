using System.Diagnostics;
using Grpc.Net.Client;
using OptiId.EndToEnd.Tests;
using OptiId.Testing;

namespace OptiId.Replicas.Tests;

/// <summary>One replica of a service as a process of its own.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private const int Ports = 3;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly int firstPort = FreePorts.Find(Ports);
    private readonly ChildProcess process;

    private Replica(string service, IReadOnlyDictionary<string, string> settings)
    {
        var environment = Programs.EnvironmentOf(Path.GetTempPath());
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        environment["Endpoints__Grpc"] = Grpc.ToString();
        environment["Endpoints__Health"] = Address(1).ToString();
        environment["Gateway__Url"] = environment["AdminCenter__Url"] = Address(2).ToString();
        environment["Logging__LogLevel__Default"] = "Error";
        process = ChildProcess.Start(Programs.Dotnet, [Programs.Service(service)], environment);
        Channel = GrpcChannel.ForAddress(Grpc, new() { MaxReceiveMessageSize = null });
    }

    /// <summary>Where it answers gRPC.</summary>
    public Uri Grpc => Address(0);

    /// <summary>Where a gateway answers SCIM.</summary>
    public Uri Scim => new(Address(2), "scim/v2");

    /// <summary>Calls it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>What it has written.</summary>
    public string Output => process.Output;

    /// <summary>Starts one.</summary>
    public static Replica Start(string service, IReadOnlyDictionary<string, string> settings) => new(service, settings);

    /// <summary>Waits until it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var http = new HttpClient();
        for (var started = Stopwatch.GetTimestamp(); !await IsReadyAsync(http);)
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new InvalidOperationException($"A replica didn't become ready:\n{process.Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await process.DisposeAsync();
    }

    private Uri Address(int index) => new($"http://127.0.0.1:{firstPort + index}");

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address(1), "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
