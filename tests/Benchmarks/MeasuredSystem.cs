using System.Text.Json.Nodes;
using OptiId.EndToEnd.Tests;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Testing;
using OptiId.Tokens.V1;

namespace OptiId.Benchmarks;

/// <summary>The whole system, asked over HTTP; filled over gRPC, which is faster.</summary>
internal sealed class MeasuredSystem : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> parts = [];
    private readonly Uri scimBaseUrl;
    private readonly UsersService.UsersServiceClient users;
    private readonly OrganizationsService.OrganizationsServiceClient organizations;
    private readonly TokensService.TokensServiceClient tokens;

    private MeasuredSystem(
        string name,
        Uri scimBaseUrl,
        UsersService.UsersServiceClient users,
        OrganizationsService.OrganizationsServiceClient organizations,
        TokensService.TokensServiceClient tokens)
    {
        (Name, this.scimBaseUrl) = (name, scimBaseUrl);
        (this.users, this.organizations, this.tokens) = (users, organizations, tokens);
    }

    public string Name { get; }

    /// <summary>Users, without HTTP.</summary>
    public UsersService.UsersServiceClient Users => users;

    /// <summary>The local run as a process of its own, on the embedded store.</summary>
    public static async Task<MeasuredSystem> StartLocalRunAsync()
    {
        var home = new LocalRunHome();
        var run = await LocalRunProcess.StartAsync(home);
        return new(
            "the local run, embedded store",
            home.ScimBaseUrl,
            run.Client(at => at.Identity, invoker => new UsersService.UsersServiceClient(invoker)),
            run.Client(at => at.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker)),
            run.Client(at => at.Tokens, invoker => new TokensService.TokensServiceClient(invoker)))
        {
            parts = { new Owned(home), run },
        };
    }

    /// <summary>The services in this process, on a real Redis.</summary>
    public static async Task<MeasuredSystem> StartOnRedisAsync()
    {
        var redis = await RedisServer.StartAsync();
        var services = await RunningServices.StartAsync(redis.Connection);
        var url = await services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "0" });
        return new("services in this process, Redis", url, services.Users, services.Organizations, services.Tokens) { parts = { redis, services } };
    }

    /// <summary>A new organization in SCIM mode.</summary>
    public async Task<(string Id, ScimClient Scim)> NewOrganizationAsync()
    {
        var organization = (await organizations.CreateOrganizationAsync(
            new() { Name = $"Benchmark {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() })).Organization;
        var issued = await tokens.IssueTokenAsync(new() { OrganizationId = organization.Id, Label = "Benchmark", Cause = RunningServices.NewCause() });
        return (organization.Id, ScimClient.WithToken(scimBaseUrl, issued.Secret));
    }

    /// <summary>Fills a directory.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="count">How many users.</param>
    /// <param name="and">What each of them has besides a name.</param>
    /// <returns>The users' ids.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(string organizationId, int count, Action<JsonObject>? and = null)
    {
        var ids = new string[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellation) =>
        {
            var request = new ProvisionUserRequest
            {
                OrganizationId = organizationId,
                Document = Tenant.Document(UserName(number), and: and),
                Cause = RunningServices.NewCause(),
            };
            ids[number] = (await users.ProvisionUserAsync(request, cancellationToken: cancellation)).User.Id;
        });
        return ids;
    }

    /// <summary>How much memory the store uses, in bytes; 0 where it doesn't say.</summary>
    public async Task<long> MemoryAsync()
    {
        if (parts.OfType<RedisServer>().SingleOrDefault() is not { } redis)
        {
            return 0;
        }

        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Connection);
        var info = await connection.GetServers()[0].InfoAsync("memory");
        return long.Parse(info.SelectMany(section => section).Single(entry => entry.Key == "used_memory").Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The userName of a user by number.</summary>
    public static string UserName(int number) => $"user{number:D6}@example.com";

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(parts))
        {
            await part.DisposeAsync();
        }
    }

    private sealed class Owned(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
