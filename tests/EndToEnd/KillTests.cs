using OptiId.Access.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>kill -9 loses nothing that was answered (P29), and access agrees with it afterwards (P20).</summary>
public sealed class KillTests
{
    private const int Writers = 8;
    private const int WritesBeforeTheKill = 250;

    [Fact]
    public async Task P20_P29_KilledInTheMidstOf8Writers_TwiceInARow_EveryAcknowledgedWriteIsThere_AndAccessAgrees()
    {
        using var home = new LocalRunHome();
        string token, groupId, instanceId, organizationId;
        var log = new AcknowledgedWrites();
        var run = await LocalRunProcess.StartAsync(home);
        try
        {
            token = run.Token;
            using (var scim = run.Scim(token))
            {
                groupId = (await scim.PostAsync("/Groups", ScimBodies.Group("Everybody's team"))).Id;
            }

            (organizationId, instanceId) = await GrantAsync(run, groupId);
            for (var round = 1; round <= 2; round++)
            {
                await WriteUntilKilledAsync(run, token, groupId, round, log);
                await run.DisposeAsync();
                run = await LocalRunProcess.StartAsync(home);
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

    private static async Task<(string OrganizationId, string InstanceId)> GrantAsync(LocalRunProcess run, string groupId)
    {
        var organizations = run.Client(at => at.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker));
        var instances = run.Client(at => at.Groups, invoker => new InstancesService.InstancesServiceClient(invoker));
        var organizationId = (await organizations.ListOrganizationsAsync(new())).Organizations.Single().Id;
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
        return (organizationId, instance.Id);
    }

    private static async Task WriteUntilKilledAsync(LocalRunProcess run, string token, string groupId, int round, AcknowledgedWrites log)
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

    private static async Task AccessAgreesAsync(LocalRunProcess run, string organizationId, string instanceId, IReadOnlyCollection<string> members)
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
