using System.Text.Json.Nodes;
using OptiId.EndToEnd.Tests;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Testing;

namespace OptiId.Benchmarks;

/// <summary>The whole system, asked over HTTP; filled over gRPC, which is faster.</summary>
internal sealed class MeasuredSystem : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> parts = [];
    private readonly Uri scimBaseUrl;

    private MeasuredSystem(string name, Uri scimBaseUrl, Calls calls) => (Name, this.scimBaseUrl, Calls) = (name, scimBaseUrl, calls);

    public string Name { get; }

    /// <summary>Its services, without HTTP.</summary>
    public Calls Calls { get; }

    /// <summary>The local run as a process of its own, on the embedded store.</summary>
    public static async Task<MeasuredSystem> StartLocalRunAsync()
    {
        var home = new LocalRunHome();
        var run = await LocalRunProcess.StartAsync(home);
        return new("the local run, embedded store", home.ScimBaseUrl, Calls.Of(run)) { parts = { new Owned(home), run } };
    }

    /// <summary>The services in this process, on a real Redis.</summary>
    public static async Task<MeasuredSystem> StartOnRedisAsync()
    {
        var redis = await RedisServer.StartAsync();
        var services = await RunningServices.StartAsync(redis.Connection);
        var url = await services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "0" });
        return new("services in this process, Redis", url, Calls.Of(services, await services.StartAdminCenterAsync())) { parts = { redis, services } };
    }

    /// <summary>A new organization in SCIM mode.</summary>
    public async Task<(string Id, ScimClient Scim)> NewOrganizationAsync()
    {
        var organization = (await Calls.Organizations.CreateOrganizationAsync(
            new() { Name = $"Benchmark {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() })).Organization;
        var issued = await Calls.Tokens.IssueTokenAsync(new() { OrganizationId = organization.Id, Label = "Benchmark", Cause = RunningServices.NewCause() });
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
            ids[number] = (await Calls.Users.ProvisionUserAsync(request, cancellationToken: cancellation)).User.Id;
        });
        return ids;
    }

    /// <summary>A new administrator of an organization.</summary>
    /// <returns>The user's id.</returns>
    public async Task<string> NewAdministratorAsync(string organizationId)
    {
        var user = (await Calls.Users.CreateCollaboratorAsync(new()
        {
            OrganizationId = organizationId,
            UserName = "ada@benchmark.example",
            GivenName = "Ada",
            FamilyName = "Benchmark",
            Cause = RunningServices.NewCause(),
        })).User.Id;
        var system = await Calls.Groups.SearchGroupsAsync(new() { OrganizationId = organizationId });
        await Calls.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = organizationId,
            GroupId = system.Groups.Single(group => group.Administrators).Id,
            Manager = Manager.Administrator,
            MemberChanges = { new MemberChange { Add = new() { UserIds = { user } } } },
            Cause = RunningServices.NewCause(),
        });
        return user;
    }

    /// <summary>How much memory the store uses, in bytes; 0 where it doesn't say.</summary>
    public async Task<long> MemoryAsync()
    {
        if (parts.OfType<RedisServer>().SingleOrDefault() is not { } redis)
        {
            return 0;
        }

        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync($"{redis.Connection},allowAdmin=true");
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
