using System.Globalization;
using System.Security.Cryptography;
using OptiId.LocalRunFile;
using OptiId.Testing;

namespace OptiId.EndToEnd.Tests;

/// <summary>One process of a service, and where it is.</summary>
/// <param name="Service">Its folder's name.</param>
/// <param name="Number">Which of its replicas, from 0.</param>
/// <param name="FirstPort">The first of its seven.</param>
internal sealed record Replica(string Service, int Number, int FirstPort)
{
    public const int Ports = 7;

    public Uri Grpc => At(FirstPort);

    /// <summary>Where it answers probes.</summary>
    public Uri Health => At(FirstPort + 1);

    /// <summary>What people or identity providers reach, where it is the gateway or the Admin Center.</summary>
    public Uri Public => At(FirstPort + 2);

    /// <summary>Its sidecar's gRPC API.</summary>
    public int SidecarPort => FirstPort + 3;

    /// <summary>What a real daprd needs besides: its HTTP API, its port for other sidecars, its metrics.</summary>
    public (int Http, int Internal, int Metrics) DaprdPorts => (FirstPort + 4, FirstPort + 5, FirstPort + 6);

    private static Uri At(int port) => new($"http://127.0.0.1:{port}");
}

/// <summary>
/// A Redis, and for each process of the six services a sidecar that does what the manifests in deploy/k8s say: one of the tests' own, or with
/// <c>DAPR_E2E=1</c> a real daprd. The processes come and go, like containers in pods that stay.
/// </summary>
internal sealed class DaprHome : ISystemHome
{
    private readonly TemporaryDirectory directory = new();
    private readonly string apiToken = NewToken();
    private readonly string appToken = NewToken();

    private DaprHome(RedisServer redis, int replicas, string root)
    {
        Root = root;
        Sidecars = DaprdSidecars.AreWanted ? new DaprdSidecars(redis, directory.Path) : new OwnSidecars();
        Redis = redis;
        var firstPort = FreePorts.Find(Services.Count * replicas * Replica.Ports);
        Replicas = [.. Services.SelectMany(service => Enumerable.Range(0, replicas).Select(number => (service, number)))
            .Select((one, index) => new Replica(one.service, one.number, firstPort + (index * Replica.Ports)))];
    }

    /// <summary>Their folders, in the order in which they need each other.</summary>
    public static IReadOnlyList<string> Services { get; } = ["tokens", "identity", "groups", "access", "scim-gateway", "admin-center"];

    /// <inheritdoc />
    public string Path => directory.Path;

    /// <summary>Where the release was built that the processes are of.</summary>
    public string Root { get; }

    /// <summary>The store.</summary>
    public RedisServer Redis { get; }

    /// <summary>The processes, service by service.</summary>
    public IReadOnlyList<Replica> Replicas { get; }

    /// <summary>Each process's sidecar.</summary>
    public ISidecars Sidecars { get; }

    /// <summary>Where the first of each is, and the token that they demand of whoever isn't their sidecar.</summary>
    public LocalRun Announcement => new()
    {
        Pid = Environment.ProcessId,
        ScimBaseUrl = new(FirstOf("scim-gateway").Public, "scim/v2"),
        Tokens = FirstOf("tokens").Grpc,
        Identity = FirstOf("identity").Grpc,
        Groups = FirstOf("groups").Grpc,
        Access = FirstOf("access").Grpc,
        Gateway = FirstOf("scim-gateway").Grpc,
        Admin = FirstOf("admin-center").Grpc,
        CallerSecret = appToken,
        DataDirectory = directory.Path,
    };

    /// <summary>Starts the Redis and the sidecars.</summary>
    /// <param name="replicas">How many processes of each service.</param>
    /// <param name="root">Where their release was built; this repository unless told.</param>
    public static async Task<DaprHome> NewAsync(int replicas = 1, string? root = null)
    {
        var home = new DaprHome(await RedisServer.StartAsync(), replicas, root ?? Programs.Root);
        foreach (var replica in home.Replicas)
        {
            await home.Sidecars.AddAsync(replica, home.apiToken, home.appToken);
        }

        new LocalRuns(System.IO.Path.Combine(home.Path, "optiid", "runs")).Write(home.Announcement);
        return home;
    }

    /// <inheritdoc />
    public async Task<SystemRun> StartAsync() => await DaprProcesses.StartAsync(this);

    /// <summary>
    /// The environment of a process: what its release's manifest gives it, with this machine's addresses and this home's secrets in the places of the
    /// cluster's.
    /// </summary>
    public Dictionary<string, string> EnvironmentOf(Replica replica, string? root = null)
    {
        var own = OwnOf(replica);
        var environment = Programs.EnvironmentOf(directory.Path);
        foreach (var (name, deployed) in Deployed.Read(replica.Service, root ?? Root).Environment)
        {
            var value = own.TryGetValue(name, out var here) ? here
                : deployed ?? throw new InvalidOperationException($"deploy/k8s gives {replica.Service} {name} from the cluster; the tests don't know it.");
            if (value is not null)
            {
                environment[name] = value;
            }
        }

        environment["DAPR_GRPC_PORT"] = replica.SidecarPort.ToString(CultureInfo.InvariantCulture); // the injector's
        environment["AdminCenter__SignInLinks"] = "true"; // there is no OpenID Connect provider here
        environment["Gateway__RequestsPerSecond"] = "0";
        environment["Logging__LogLevel__Default"] = "Warning";
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        await Sidecars.DisposeAsync();
        await Redis.DisposeAsync();
        directory.Dispose();
    }

    private Dictionary<string, string?> OwnOf(Replica replica) => new()
    {
        ["AdminCenter__PublicBaseUrl"] = FirstOf("admin-center").Public.ToString(),
        ["AdminCenter__ScimBaseUrl"] = Announcement.ScimBaseUrl.ToString(),
        ["AdminCenter__Url"] = replica.Public.ToString(),
        ["APP_API_TOKEN"] = appToken,
        ["DAPR_API_TOKEN"] = apiToken,
        ["Endpoints__Grpc"] = replica.Grpc.ToString(),
        ["Endpoints__Health"] = replica.Health.ToString(),
        ["Gateway__PublicBaseUrl"] = Announcement.ScimBaseUrl.ToString(),
        ["Gateway__Url"] = replica.Public.ToString(),
        ["Store__Connection"] = Redis.Connection,
        ["Store__PasswordFile"] = null, // this Redis has none
    };

    private Replica FirstOf(string service) => Replicas.First(replica => replica.Service == service);

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
