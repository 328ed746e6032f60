using System.Collections.Concurrent;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Events;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;

namespace OptiId.Hosting;

/// <summary>The services in this process over a real store, each its own host on a free loopback port, as the local run has them.</summary>
public sealed class RunningServices : IAsyncDisposable
{
    /// <summary>What the gateway's <c>Location</c> and <c>meta.location</c> begin with; nobody listens there.</summary>
    public const string PublicBaseUrl = "https://scim.example.com/scim/v2";

    private readonly List<IAsyncDisposable> parts = [];
    private readonly Dictionary<string, string?> settings;
    private readonly ConcurrentDictionary<Uri, GrpcChannel> channels = [];
    private readonly TimeProvider? time;

    private RunningServices(string store, TimeProvider? time, Dictionary<string, string?>? settings)
    {
        this.time = time;
        this.settings = new Dictionary<string, string?>(settings ?? [])
        {
            ["Store:Connection"] = store,
            ["Store:AllowUndurable"] = "true",
        };
    }

    /// <summary>The bus, to be made worse.</summary>
    public SwitchableBus Bus { get; private set; } = null!;

    public Uri TokensAddress { get; private set; } = null!;

    public Uri IdentityAddress { get; private set; } = null!;

    public Uri GroupsAddress { get; private set; } = null!;

    public Uri AccessAddress { get; private set; } = null!;

    public TokensService.TokensServiceClient Tokens => new(Channel(TokensAddress));

    public OrganizationsService.OrganizationsServiceClient Organizations => new(Channel(IdentityAddress));

    public UsersService.UsersServiceClient Users => new(Channel(IdentityAddress));

    public GroupsService.GroupsServiceClient Groups => new(Channel(GroupsAddress));

    public InstancesService.InstancesServiceClient Instances => new(Channel(GroupsAddress));

    public AccessService.AccessServiceClient Access => new(Channel(AccessAddress));

    /// <summary>Starts all services but the gateway.</summary>
    /// <param name="store">The store's connection string.</param>
    /// <param name="time">Another clock for the services; none: the machine's.</param>
    /// <param name="settings">More settings, e.g. <c>Identity:GraceDays</c>.</param>
    /// <param name="rabbitMq">The bus of the plain way; none: one in memory.</param>
    public static async Task<RunningServices> StartAsync(
        string store, TimeProvider? time = null, Dictionary<string, string?>? settings = null, Uri? rabbitMq = null)
    {
        var services = new RunningServices(store, time, settings);
        var bus = rabbitMq is null
            ? await MassTransitEventBus.StartInMemoryAsync()
            : await MassTransitEventBus.StartRabbitMqAsync(rabbitMq, CancellationToken.None);
        services.parts.Add(bus);
        services.Bus = new(bus);
        services.TokensAddress = await services.AddAsync("tokens", OptiId.Tokens.Program.Build);
        services.IdentityAddress = await services.AddAsync("identity", OptiId.Identity.Program.Build);
        services.GroupsAddress = await services.AddAsync("groups", OptiId.Groups.Program.Build);
        services.AccessAddress = await services.AddAsync("access", OptiId.Access.Program.Build);
        return services;
    }

    /// <summary>Starts one more service, or another replica of one.</summary>
    /// <returns>Its address.</returns>
    public async Task<Uri> AddAsync(string name, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build)
    {
        var (address, _) = await StartAsync(build, more: []);
        settings[$"Services:{name}"] = address.ToString();
        return address;
    }

    /// <summary>Starts a SCIM gateway before the services, or another replica of it.</summary>
    /// <param name="more">More settings, e.g. <c>Gateway:CallerCacheMilliseconds</c>, or <c>Services:groups</c> for another address.</param>
    /// <returns>The SCIM base URL.</returns>
    public async Task<Uri> StartGatewayAsync(Dictionary<string, string?>? more = null) => (await StartGatewayWithLogAsync(more)).Scim;

    /// <summary>The same, with the address of its provisioning log.</summary>
    /// <param name="more">More settings.</param>
    /// <param name="configure">What else the host adds.</param>
    public async Task<(Uri Scim, Uri Grpc)> StartGatewayWithLogAsync(Dictionary<string, string?>? more = null, Action<WebApplicationBuilder>? configure = null)
    {
        var (scim, grpc) = await StartAsync(ScimGateway.Program.Build, new(more ?? [])
        {
            ["Gateway:Url"] = "http://127.0.0.1:0",
            ["Gateway:PublicBaseUrl"] = PublicBaseUrl,
        }, configure);
        settings["Services:gateway"] = grpc!.ToString();
        return (new(scim, "scim/v2"), grpc);
    }

    /// <summary>The provisioning log at a gateway's gRPC address.</summary>
    public ProvisioningLogService.ProvisioningLogServiceClient LogAt(Uri grpc) => new(Channel(grpc));

    /// <summary>Starts an Admin Center with one-time links before the services, or another replica of it; a gateway, too, where there is none.</summary>
    /// <param name="more">More settings, e.g. <c>AdminCenter:PublicBaseUrl</c>; without that, its public address is the one where it listens.</param>
    public async Task<RunningAdminCenter> StartAdminCenterAsync(Dictionary<string, string?>? more = null)
    {
        if (!settings.ContainsKey("Services:gateway"))
        {
            await StartGatewayAsync();
        }

        var address = new Uri($"http://127.0.0.1:{FreePorts.Find()}");
        var own = new Dictionary<string, string?>
        {
            ["AdminCenter:Url"] = address.ToString(),
            ["AdminCenter:PublicBaseUrl"] = address.ToString(),
            ["AdminCenter:ScimBaseUrl"] = PublicBaseUrl,
            ["AdminCenter:SignInLinks"] = "true",
        };
        foreach (var (key, value) in more ?? [])
        {
            own[key] = value;
        }

        var (grpc, _) = await StartAsync(AdminCenter.Program.Build, own);
        var endpoints = parts.OfType<WebApplication>().Last().Services.GetRequiredService<EndpointDataSource>();
        return new(address, new(own["AdminCenter:PublicBaseUrl"]!), Channel(grpc), endpoints);
    }

    /// <summary>Ends a service or a gateway in good order; its address answers no more.</summary>
    public async Task StopAsync(Uri address)
    {
        WebApplication app;
        lock (parts)
        {
            app = parts.OfType<WebApplication>().Single(app => AddressesOf(app).Any(its => its.Port == address.Port));
            parts.Remove(app);
        }

        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>A new SCIM token.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="scopes">None: read and write.</param>
    public async Task<IssueTokenResponse> IssueTokenAsync(string organizationId, params IEnumerable<Scope> scopes) =>
        await Tokens.IssueTokenAsync(new() { OrganizationId = organizationId, Label = "Test", Scopes = { scopes }, Cause = NewCause() });

    /// <summary>The access service at an address: another replica.</summary>
    public AccessService.AccessServiceClient AccessAt(Uri address) => new(Channel(address));

    /// <summary>Another replica's users.</summary>
    public UsersService.UsersServiceClient UsersAt(Uri address) => new(Channel(address));

    /// <summary>Another replica's groups.</summary>
    public GroupsService.GroupsServiceClient GroupsAt(Uri address) => new(Channel(address));

    /// <summary>Another replica's product instances.</summary>
    public InstancesService.InstancesServiceClient InstancesAt(Uri address) => new(Channel(address));

    /// <summary>A new organization in SCIM mode.</summary>
    public async Task<string> CreateOrganizationAsync(ProvisioningMode mode = ProvisioningMode.Scim) =>
        (await Organizations.CreateOrganizationAsync(new() { Name = $"Test {Guid.NewGuid():N}", Mode = mode, Cause = NewCause() })).Organization.Id;

    /// <summary>A cause with a request id of its own.</summary>
    public static Cause NewCause() => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "scim:test" };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }

        foreach (var part in Enumerable.Reverse(parts))
        {
            if (part is WebApplication app)
            {
                await app.StopAsync();
            }

            await part.DisposeAsync();
        }
    }

    // The first address, and the second where there is one.
    private async Task<(Uri First, Uri? Second)> StartAsync(
        Func<string[], Action<WebApplicationBuilder>?, WebApplication> build, Dictionary<string, string?> more, Action<WebApplicationBuilder>? configure = null)
    {
        var app = build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings).AddInMemoryCollection(more);
            builder.Configuration["Endpoints:Grpc"] = "http://127.0.0.1:0";
            builder.Services.AddSingleton<IEventBus>(Bus);
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            if (time is not null)
            {
                builder.Services.TryAddSingleton(time);
            }

            builder.Logging.ClearProviders();
            builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        lock (parts)
        {
            parts.Add(app);
        }

        return (AddressOf(app), AddressesOf(app).Skip(1).FirstOrDefault());
    }

    private static Uri AddressOf(WebApplication app) => AddressesOf(app).First();

    private static IEnumerable<Uri> AddressesOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address));

    // An Admin Center has to know its own address before it listens.
    private GrpcChannel Channel(Uri address)
    {
        if (!channels.TryGetValue(address, out var channel))
        {
            channels[address] = channel = GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        }

        return channel;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
