using System.Collections.Concurrent;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;

namespace OptiId.Replicas.Tests;

/// <summary>Writers at all replicas at once, and what was answered to them.</summary>
/// <param name="system">The replicas.</param>
/// <param name="organizationId">Whose.</param>
/// <param name="token">Its SCIM token.</param>
/// <param name="groupId">The group that all users become members of.</param>
internal sealed class ReplicaLoad(ReplicatedSystem system, string organizationId, string token, string groupId)
{
    private const int WritersEach = 2;

    private readonly ConcurrentBag<string> requests = [];
    private readonly ConcurrentBag<string> delayed = [];
    private readonly ConcurrentDictionary<string, string> users = [];
    private readonly ConcurrentBag<string> members = [];
    private readonly ConcurrentBag<string> administrations = [];
    private int failures;
    private volatile bool isEnding;
    private List<Task> writing = [];

    /// <summary>The ids of all SCIM requests that were answered, whatever the answer, but for those that were told to wait.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>The ids of the SCIM requests that were told to wait.</summary>
    public IReadOnlyCollection<string> Delayed => delayed;

    /// <summary>The users whose creation was acknowledged, by id.</summary>
    public IReadOnlyDictionary<string, string> Users => users;

    /// <summary>The users whose membership was acknowledged.</summary>
    public IReadOnlyCollection<string> Members => members;

    /// <summary>The request ids of the administrators' acknowledged changes.</summary>
    public IReadOnlyCollection<string> Administrations => administrations;

    /// <summary>How many requests failed.</summary>
    public int Failures => Volatile.Read(ref failures);

    /// <summary>Begins.</summary>
    public void Start() => writing =
    [
        .. system.Gateways.SelectMany((gateway, at) => Enumerable.Range(0, WritersEach).Select(writer => Task.Run(() => WriteAsync(gateway, $"g{at}w{writer}")))),
        Task.Run(() => AdministerAsync(system.First.Groups, "first")),
        Task.Run(() => AdministerAsync(system.Second.Groups, "second")),
    ];

    /// <summary>Waits until so many more memberships were acknowledged.</summary>
    public Task UntilMoreAsync(int more)
    {
        var enough = members.Count + more;
        return Eventually.HoldsAsync(() => Task.FromResult(members.Count >= enough || writing.Exists(writer => writer.IsFaulted)));
    }

    /// <summary>Ends.</summary>
    public async Task StopAsync()
    {
        isEnding = true;
        await Task.WhenAll(writing);
    }

    private async Task WriteAsync(Replica gateway, string name)
    {
        using var scim = ScimClient.WithToken(gateway.Scim, token);
        for (var number = 1; !isEnding; number++)
        {
            var userName = $"{name}n{number}@example.com";
            if (await AskAsync(scim.PostAsync("/Users", ScimBodies.User(userName)), 201) is not { } created)
            {
                continue;
            }

            users[created.Id] = userName;
            if (await AskAsync(scim.PatchAsync($"/Groups/{groupId}", $$"""{"op":"add","path":"members","value":[{"value":"{{created.Id}}"}]}"""), 204) is not null)
            {
                members.Add(created.Id);
            }
        }
    }

    private async Task<ScimAnswer?> AskAsync(Task<ScimAnswer> asked, int status)
    {
        var answer = await asked;
        (answer.Status == 429 ? delayed : requests).Add(answer.Headers.GetValues("X-Request-Id").Single());
        if (answer.Status == status)
        {
            return answer;
        }

        answer.Status.ShouldBeOneOf(429, 503); // a replica behind it is gone: nothing was promised
        Interlocked.Increment(ref failures);
        await Task.Delay(100);
        return null;
    }

    private async Task AdministerAsync(Replica groups, string name)
    {
        var client = new InstancesService.InstancesServiceClient(groups.Channel);
        for (var number = 1; !isEnding; number++)
        {
            var requestId = $"{name}{number}";
            try
            {
                await client.CreateInstanceAsync(new()
                {
                    OrganizationId = organizationId,
                    Product = "CMS",
                    Name = requestId,
                    Environment = "Test",
                    Roles = { "editor" },
                    Cause = new() { RequestId = requestId, Actor = "administrator:ada" },
                });
                administrations.Add(requestId);
            }
            catch (Grpc.Core.RpcException)
            {
                return; // it is gone, as it should be
            }

            await Task.Delay(100); // an organization has a limited number of instances
        }
    }
}
