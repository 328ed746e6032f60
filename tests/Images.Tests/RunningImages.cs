using System.Diagnostics;
using OptiId.Testing;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>The six images, each with a read-only root, no capability and no way to get any; over Redis in a container and a real RabbitMQ.</summary>
public sealed class RunningImages(BuiltImages images) : IAsyncLifetime
{
    private const string Secret = "a secret of the tests, long enough for all";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> grpc = Ports(), health = Ports(), http = Ports();
    private readonly Dictionary<string, string> containers = [];
    private RedisServer? redis;
    private RabbitMqServer? rabbitMq;

    /// <summary>The container of a service.</summary>
    public string ContainerOf(string service) => containers[service];

    /// <summary>Where a service's gRPC is; callers show <see cref="CallerHeader"/>.</summary>
    public Uri GrpcOf(string service) => new($"http://127.0.0.1:{grpc[service]}");

    /// <summary>What callers of the services show.</summary>
    public static (string Name, string Value) CallerHeader => ("optiid-caller-secret", Secret);

    /// <summary>Where a service's health is.</summary>
    public Uri HealthOf(string service) => new($"http://127.0.0.1:{health[service]}");

    /// <summary>Where the gateway's or the Admin Center's public port is.</summary>
    public Uri HttpOf(string service) => new($"http://127.0.0.1:{http[service]}");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (images.Tag.Length == 0)
        {
            return;
        }

        redis = await RedisServer.StartAsync();
        rabbitMq = await RabbitMqServer.StartAsync();
        foreach (var service in BuiltImages.Services)
        {
            containers[service] = await Docker.RunAsync(
                [
                    "run", "--detach", "--network", "host", "--label", "optiid-tests=true",
                    "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp",
                    .. Settings(service).SelectMany(setting => new[] { "--env", setting }),
                    images.NameOf(service),
                ]);
        }

        foreach (var service in BuiltImages.Services)
        {
            await WaitAsync(service);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var container in containers.Values)
        {
            await Docker.RunAsync("rm", "--force", container);
        }

        await (rabbitMq?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static Dictionary<string, int> Ports()
    {
        var first = FreePorts.Find(BuiltImages.Services.Length);
        return BuiltImages.Services.Select((service, number) => (service, number)).ToDictionary(pair => pair.service, pair => first + pair.number);
    }

    private IEnumerable<string> Settings(string service) =>
    [
        $"Endpoints__Grpc={GrpcOf(service)}",
        $"Endpoints__Health={HealthOf(service)}",
        $"Store__Connection={redis!.Connection}",
        $"Events__RabbitMq={rabbitMq!.Address}",
        $"Callers__Secret={Secret}",
        .. BuiltImages.Services.Select(other => $"Services__{(other == "scim-gateway" ? "gateway" : other)}={GrpcOf(other)}"),
        $"Gateway__Url={HttpOf("scim-gateway")}",
        $"Gateway__PublicBaseUrl={new Uri(HttpOf("scim-gateway"), "scim/v2")}",
        $"AdminCenter__Url={HttpOf("admin-center")}",
        $"AdminCenter__PublicBaseUrl={HttpOf("admin-center")}",
        "AdminCenter__SignInLinks=true",
    ];

    private async Task WaitAsync(string service)
    {
        using var client = new HttpClient { BaseAddress = HealthOf(service) };
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            if (Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new TimeoutException($"{service} does not become ready:\n{await Docker.ExecuteAsync("sh", ["-c", $"docker logs --tail 40 {containers[service]} 2>&1"])}");
            }

            await Task.Delay(100);
        }
    }
}
