using System.Globalization;
using System.Security.Cryptography;
using OptiId.LocalRunFile;
using OptiId.Sidecar;
using OptiId.Testing;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// A Redis, and for each of the six services a sidecar in this process that does what the manifests in deploy/k8s say. The services come and
/// go as processes, like containers in pods that stay.
/// </summary>
internal sealed class DaprHome : ISystemHome
{
    /// <summary>In the order in which they need each other.</summary>
    public static readonly IReadOnlyList<string> Services = ["tokens", "identity", "groups", "access", "scim-gateway", "admin-center"];

    private readonly TemporaryDirectory directory = new();
    private readonly RedisServer redis;
    private readonly int firstPort = FreePorts.Find((3 * Services.Count) + 2);
    private readonly string apiToken = NewToken();
    private readonly string appToken = NewToken();

    private DaprHome(RedisServer redis) => this.redis = redis;

    /// <inheritdoc />
    public string Path => directory.Path;

    /// <summary>The sidecars and the broker.</summary>
    public SidecarNetwork Network { get; } = new(Manifests.Read(System.IO.Path.Combine(Programs.Root, "deploy", "k8s", "base", "dapr")));

    /// <summary>Where the services are, and the token that they demand of whoever isn't their sidecar.</summary>
    public LocalRun Announcement => new()
    {
        Pid = Environment.ProcessId,
        ScimBaseUrl = new($"{Scim}scim/v2"),
        Tokens = GrpcOf("tokens"),
        Identity = GrpcOf("identity"),
        Groups = GrpcOf("groups"),
        Access = GrpcOf("access"),
        Gateway = GrpcOf("scim-gateway"),
        Admin = GrpcOf("admin-center"),
        CallerSecret = appToken,
        DataDirectory = directory.Path,
    };

    private Uri Scim => Address((3 * Services.Count) + 0);

    private Uri AdminCenter => Address((3 * Services.Count) + 1);

    /// <summary>Starts the Redis and the sidecars.</summary>
    public static async Task<DaprHome> NewAsync()
    {
        var home = new DaprHome(await RedisServer.StartAsync());
        foreach (var service in Services)
        {
            var deployed = Deployed.Read(service);
            await home.Network.AddAsync(new(
                deployed.AppId, home.GrpcOf(service), home.apiToken, home.appToken, deployed.Configuration, home.SidecarOf(service).Port, deployed.MaximumBody));
        }

        new LocalRuns(System.IO.Path.Combine(home.Path, "optiid", "runs")).Write(home.Announcement);
        return home;
    }

    /// <inheritdoc />
    public async Task<SystemRun> StartAsync() => await DaprProcesses.StartAsync(this);

    /// <summary>Where a service answers probes.</summary>
    public Uri HealthOf(string service) => Address(Services.Count + IndexOf(service));

    /// <summary>The environment of a service: what its manifest gives it, with this machine's addresses and this home's secrets in the places of the cluster's.</summary>
    public Dictionary<string, string> EnvironmentOf(string service)
    {
        var own = new Dictionary<string, string?>
        {
            ["AdminCenter__PublicBaseUrl"] = AdminCenter.ToString(),
            ["AdminCenter__ScimBaseUrl"] = Announcement.ScimBaseUrl.ToString(),
            ["AdminCenter__Url"] = AdminCenter.ToString(),
            ["APP_API_TOKEN"] = appToken,
            ["DAPR_API_TOKEN"] = apiToken,
            ["Endpoints__Grpc"] = GrpcOf(service).ToString(),
            ["Endpoints__Health"] = HealthOf(service).ToString(),
            ["Gateway__PublicBaseUrl"] = Announcement.ScimBaseUrl.ToString(),
            ["Gateway__Url"] = Scim.ToString(),
            ["Store__Connection"] = redis.Connection,
            ["Store__PasswordFile"] = null, // this Redis has none
        };
        var environment = Programs.EnvironmentOf(directory.Path);
        foreach (var (name, deployed) in Deployed.Read(service).Environment)
        {
            if (own.TryGetValue(name, out var value))
            {
                if (value is not null)
                {
                    environment[name] = value;
                }
            }
            else
            {
                environment[name] = deployed ?? throw new InvalidOperationException($"deploy/k8s gives {service} {name} from the cluster; the tests don't know it.");
            }
        }

        environment["DAPR_GRPC_PORT"] = SidecarOf(service).Port.ToString(CultureInfo.InvariantCulture); // the injector's
        environment["AdminCenter__SignInLinks"] = "true"; // there is no OpenID Connect provider here
        environment["Gateway__RequestsPerSecond"] = "0";
        environment["Logging__LogLevel__Default"] = "Warning";
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        await redis.DisposeAsync();
        directory.Dispose();
    }

    private Uri GrpcOf(string service) => Address(IndexOf(service));

    private Uri SidecarOf(string service) => Address((2 * Services.Count) + IndexOf(service));

    private Uri Address(int index) => new($"http://127.0.0.1:{firstPort + index}");

    private static int IndexOf(string service) => Services.ToList().IndexOf(service);

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
