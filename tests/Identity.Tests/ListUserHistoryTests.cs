using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class ListUserHistoryOnEmbeddedTests(RunningOnEmbedded running) : ListUserHistoryTests(running);

public sealed class ListUserHistoryOnRedisTests(RunningOnRedis running) : ListUserHistoryTests(running);

/// <summary>What was changed of a user and why (P21, P24).</summary>
public abstract class ListUserHistoryTests(RunningOn running)
{
    [Fact]
    public async Task AUsersChanges_AreListedNewestFirst_WithTheirCauses()
    {
        var tenant = await running.NewTenantAsync();
        var cause = new Cause { RequestId = Guid.NewGuid().ToString("N"), Actor = "scim:okta" };
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com"), cause: cause)).User;
        await tenant.NewUserAsync();
        await tenant.PatchAsync(user.Id, ("title", "\"Countess\""));
        await tenant.PatchAsync(user.Id, ("title", "\"Countess\"")); // unchanged
        await tenant.SetActiveAsync(user.Id, false);
        var position = (await tenant.SetActiveAsync(user.Id, true)).Position;

        var changes = (await HistoryAsync(tenant, user.Id)).Changes;
        changes.Select(change => change.EventCase).ShouldBe(
        [
            Change.EventOneofCase.UserReinstated, Change.EventOneofCase.UserDeactivated, Change.EventOneofCase.UserUpdated, Change.EventOneofCase.UserProvisioned,
        ]);
        changes[0].Sequence.ShouldBe(position.Sequence);
        (changes[3].Cause, changes[3].OrganizationId).ShouldBe((cause, tenant.Id));
        changes[2].UserUpdated.ChangedAttributes.ShouldBe(["title"]);
    }

    [Fact]
    public async Task Pages_GoOnWhereTheLastOneEnded()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        for (var number = 0; number < 4; number++)
        {
            await tenant.PatchAsync(user.Id, ("title", $"\"{number}\""));
        }

        var (sequences, before) = (new List<ulong>(), 0ul);
        do
        {
            var page = await HistoryAsync(tenant, user.Id, before, size: 2);
            page.Changes.Count.ShouldBeInRange(1, 2);
            sequences.AddRange(page.Changes.Select(change => change.Sequence));
            before = page.NextBefore;
        }
        while (before > 0);
        sequences.Count.ShouldBe(5);
        sequences.ShouldBe(sequences.OrderDescending());
    }

    [Fact]
    public async Task AnotherOrganizationsUser_AndAnUnknownOne_AreNotFound()
    {
        var tenant = await running.NewTenantAsync();
        var other = await (await running.NewTenantAsync()).NewUserAsync();
        await Refused.WithAsync(Reason.UserNotFound, () => HistoryAsync(tenant, other.Id));
        await Refused.WithAsync(Reason.UserNotFound, () => HistoryAsync(tenant, "unknown"));
    }

    [Fact]
    public async Task ANewOrganization_IsToldAsCreated_AndASwitchOfItsModeIsNot()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id)).Select(change => change.OrganizationChanged)
            .ShouldBe([new OrganizationChanged { Created = true }, new OrganizationChanged { Scim = true }]);
    }

    private async Task<ListUserHistoryResponse> HistoryAsync(Tenant tenant, string userId, ulong before = 0, uint size = 0) =>
        await running.Services.Users.ListUserHistoryAsync(new() { OrganizationId = tenant.Id, UserId = userId, Before = before, PageSize = size });
}
