using OptiId.Admin.V1;
using OptiId.Hosting;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>The services over a store of their own: what is done to the logs here concerns all organizations of a partition.</summary>
public sealed class RunningAlone() : RunningOn(new EmbeddedTestStore());

/// <summary>The audit log follows the logs whatever happens to it or to them (P27).</summary>
public sealed class AuditFollowingTests(RunningAlone running) : AuditContract(running), IClassFixture<RunningAlone>
{
    [Fact]
    public async Task P27_StoppingAndStartingWhatFollows_DoublesNothing_AndLeavesNothingOut()
    {
        var tenant = await Running.NewTenantAsync();
        await CenterAsync();
        using var ended = new CancellationTokenSource();
        var restarts = 0;
        var restarting = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var replica = await Running.Services.StartAdminCenterAsync();
                await Task.Delay(10);
                await Running.Services.StopAsync(replica.Address);
                restarts++;
            }
        });

        for (var i = 0; i < 60 || restarts < 3; i++)
        {
            await NewGroupAsync(tenant, "administrator:ann", $"Group {i}");
        }

        await ended.CancelAsync();
        await restarting;
        var groups = (await Running.Services.Groups.SearchGroupsAsync(new() { OrganizationId = tenant.Id, PageSize = 1 })).GroupsInAll - 2; // the reserved ones
        var entries = await EntriesAsync(tenant.Id);
        entries.Select(entry => entry.Summary).ShouldBe(Enumerable.Range(0, (int)groups).Select(i => $"Created the group Group {i}"));
        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();
    }

    [Fact]
    public async Task P27_WhereALogHasForgotten_TheAuditLogSaysSo_OnceAtItsTime()
    {
        await CenterAsync();
        await Running.Services.StartAdminCenterAsync(); // another replica, which must not say it again
        var tenant = await NewTenantWithEntriesAsync(1);
        var began = DateTimeOffset.UtcNow.AddSeconds(-1);
        // As after a restored backup: the numbers begin anew.
        await Running.Store.Connect().Requests.StringSetAsync(new KeySpace("groups").Of(Partition.Of(tenant.Id), "log:epoch"), Guid.NewGuid().ToString("N"));

        await NewGroupAsync(tenant, "administrator:ann");
        IReadOnlyList<AuditEntry> entries = [];
        await Eventually.HoldsAsync(async () => (entries = await EntriesAsync(tenant.Id)).Any(entry => entry.Action == "gap"));
        await NewGroupAsync(tenant, "administrator:ann", "Afterwards");

        entries = await EntriesAsync(tenant.Id);
        var gap = entries.Single(entry => entry.Action == "gap");
        gap.At.ToDateTimeOffset().ShouldBeInRange(began, DateTimeOffset.UtcNow.AddSeconds(1));
        gap.Summary.ShouldContain("groups");
        entries[^1].Summary.ShouldBe("Created the group Afterwards");
        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();
    }
}
