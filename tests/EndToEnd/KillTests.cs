using OptiId.Access.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>kill -9 loses nothing that was answered (P29), and access agrees with it afterwards (P20).</summary>
[Collection("Many processes")] // one after the other: each has a whole system of its own
public sealed class KillTests : KillContract
{
    internal override Task<ISystemHome> NewHomeAsync() => Task.FromResult<ISystemHome>(new LocalRunHome());
}

/// <summary>kill -9 of a whole system loses nothing that was answered (P29), and access agrees with it afterwards (P20).</summary>
public abstract class KillContract
{
    private const int Writers = 8;
    private const int WritesBeforeTheKill = 250;

    [Fact]
    public async Task P20_P29_KilledInTheMidstOf8Writers_TwiceInARow_EveryAcknowledgedWriteIsThere_AndAccessAgrees()
    {
        await using var home = await NewHomeAsync();
        var log = new AcknowledgedWrites();
        var run = await home.StartAsync();
        try
        {
            string groupId;
            var (_, organizationId, token) = await run.NewOrganizationAsync();
            using (var scim = run.Scim(token))
            {
                groupId = (await scim.PostAsync("/Groups", ScimBodies.Group("Everybody's team"))).Id;
            }

            var instanceId = await GrantAsync(run, organizationId, groupId);
            for (var round = 1; round <= 2; round++)
            {
                await WriteUntilKilledAsync(run, token, groupId, round, log);
                await run.DisposeAsync();
                run = await home.StartAsync();
                using var scim = run.Scim(token);
                var members = await log.CompareAsync(scim, groupId);
                await AccessAgreesAsync(run, organizationId, instanceId, members);
            }
        }
        finally
        {
            await run.DisposeAsync();
        }
    }

    internal abstract Task<ISystemHome> NewHomeAsync();

    private static async Task<string> GrantAsync(SystemRun run, string organizationId, string groupId)
    {
        var instances = run.Client(at => at.Groups, invoker => new InstancesService.InstancesServiceClient(invoker));
        var instance = (await instances.CreateInstanceAsync(new()
        {
            OrganizationId = organizationId,
            Product = "CMS",
            Name = "Main site",
            Environment = "Test",
            Roles = { "editor" },
            Cause = RunningServices.NewCause(),
        })).Instance;
        await instances.MakeGrantAsync(
            new() { OrganizationId = organizationId, GroupId = groupId, InstanceId = instance.Id, Role = "editor", Cause = RunningServices.NewCause() });
        return instance.Id;
    }

    private static async Task WriteUntilKilledAsync(SystemRun run, string token, string groupId, int round, AcknowledgedWrites log)
    {
        using var scim = run.Scim(token);
        var before = log.Count;
        using var enough = new SemaphoreSlim(0);
        var writers = Enumerable.Range(1, Writers).Select(writer => Task.Run(async () =>
        {
            try
            {
                for (var number = 1; ; number++)
                {
                    await log.WriteAsync(scim, groupId, $"r{round}w{writer}n{number}", number);
                    if (log.Count - before >= WritesBeforeTheKill)
                    {
                        enough.Release();
                    }
                }
            }
            catch (HttpRequestException)
            {
                enough.Release(); // it is gone, as it should be
            }
        })).ToList();
        await enough.WaitAsync();
        await run.KillAsync();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(90));
        (log.Count - before).ShouldBeGreaterThanOrEqualTo(WritesBeforeTheKill);
    }

    private static async Task AccessAgreesAsync(SystemRun run, string organizationId, string instanceId, IReadOnlyCollection<string> members)
    {
        var access = run.Client(at => at.Access, invoker => new AccessService.AccessServiceClient(invoker));
        string[] allowed = [];
        await Eventually.HoldsAsync(async () =>
        {
            allowed = [.. await ListAsync(access, organizationId, instanceId)];
            return allowed.ToHashSet().SetEquals(members);
        });
        allowed.ShouldBeUnique();
        var check = await access.CheckAsync(new() { OrganizationId = organizationId, UserId = members.First(), InstanceId = instanceId });
        (check.Allowed, check.Freshness.Fresh).ShouldBe((true, true));
    }

    private static async Task<List<string>> ListAsync(AccessService.AccessServiceClient access, string organizationId, string instanceId)
    {
        List<string> users = [];
        var request = new ListUsersOfInstanceRequest { OrganizationId = organizationId, InstanceId = instanceId, PageSize = 1_000, Consistency = new() { AllowStale = true } };
        do
        {
            var page = await access.ListUsersOfInstanceAsync(request);
            users.AddRange(page.Users.Select(user => user.UserId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return users;
    }
}
