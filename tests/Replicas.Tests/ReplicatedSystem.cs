using OptiId.Testing;

namespace OptiId.Replicas.Tests;

/// <summary>
/// Three gateways, two each of identity, groups and access, one of tokens and one Admin Center, as processes over one Redis and one RabbitMQ. In the place of a
/// load balancer: the first gateway calls the first of each two, the others the second.
/// </summary>
internal sealed class ReplicatedSystem : IAsyncDisposable
{
    private readonly RedisServer redis;
    private readonly RabbitMqServer bus;
    private readonly List<Replica> all = [];

    private ReplicatedSystem(RedisServer redis, RabbitMqServer bus) => (this.redis, this.bus) = (redis, bus);

    /// <summary>What StackExchange.Redis connects to.</summary>
    public string Redis => redis.Connection;

    public Replica Tokens { get; private set; } = null!;

    /// <summary>The first of each, which alone has run before the second came.</summary>
    public (Replica Identity, Replica Groups, Replica Access) First { get; private set; }

    public (Replica Identity, Replica Groups, Replica Access) Second { get; private set; }

    public List<Replica> Gateways { get; } = [];

    public Replica AdminCenter { get; private set; } = null!;

    /// <summary>Everything that the processes have written.</summary>
    public string Output => string.Join('\n', all.Select(replica => replica.Output));

    /// <summary>Starts the first of each, so that the leases are theirs.</summary>
    public static async Task<ReplicatedSystem> StartAsync()
    {
        var redis = RedisServer.StartAsync();
        var system = new ReplicatedSystem(await redis, await RabbitMqServer.StartAsync());
        try
        {
            system.Tokens = system.Add("tokens", []);
            system.First = system.StartThree();
            system.StartGateway(system.First);
            await system.ReadyAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the others.</summary>
    public async Task ScaleOutAsync()
    {
        Second = StartThree();
        StartGateway(Second);
        StartGateway(Second);
        AdminCenter = Add("admin-center", new()
        {
            ["Services__identity"] = Second.Identity.Grpc.ToString(),
            ["Services__groups"] = Second.Groups.Grpc.ToString(),
            ["Services__access"] = Second.Access.Grpc.ToString(),
            ["Services__tokens"] = Tokens.Grpc.ToString(),
            ["Services__gateway"] = Gateways[^1].Grpc.ToString(),
        });
        await ReadyAsync();
    }

    /// <summary>kill -9 of the first identity, groups and access.</summary>
    public Task KillFirstAsync() => Task.WhenAll(First.Identity.KillAsync(), First.Groups.KillAsync(), First.Access.KillAsync());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var replica in all)
        {
            await replica.DisposeAsync();
        }

        await bus.DisposeAsync();
        await redis.DisposeAsync();
    }

    private (Replica Identity, Replica Groups, Replica Access) StartThree()
    {
        var identity = Add("identity", []);
        var groups = Add("groups", new() { ["Services__identity"] = identity.Grpc.ToString() });
        return (identity, groups, Add("access", new() { ["Services__identity"] = identity.Grpc.ToString(), ["Services__groups"] = groups.Grpc.ToString() }));
    }

    private void StartGateway((Replica Identity, Replica Groups, Replica Access) behind) => Gateways.Add(Add("scim-gateway", new()
    {
        ["Services__identity"] = behind.Identity.Grpc.ToString(),
        ["Services__groups"] = behind.Groups.Grpc.ToString(),
        ["Services__tokens"] = Tokens.Grpc.ToString(),
        ["Gateway__RequestsPerSecond"] = "0",
    }));

    private Replica Add(string service, Dictionary<string, string> settings)
    {
        settings["Store__Connection"] = redis.Connection;
        settings["Events__RabbitMq"] = bus.Address.ToString();
        var replica = Replica.Start(service, settings);
        all.Add(replica);
        return replica;
    }

    private Task ReadyAsync() => Task.WhenAll(all.Select(replica => replica.ReadyAsync()));
}
