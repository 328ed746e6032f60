using OptiId.Errors.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class GetUsersTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task Users_ComeInTheIdsOrder_UnknownAndDeletedOnesLeftOut()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(4);
        await tenant.DeleteUserAsync(users[1].Id);
        await tenant.SetActiveAsync(users[2].Id, false);
        var others = await (await running.NewTenantAsync()).NewUserAsync();
        string[] ids = [users[3].Id, "unknown", users[1].Id, others.Id, users[0].Id, users[2].Id];
        (await running.Services.Users.GetUsersAsync(new() { OrganizationId = tenant.Id, UserIds = { ids } })).Users.Select(user => user.Id)
            .ShouldBe([users[3].Id, users[0].Id, users[2].Id]);
        (await running.Services.Users.GetUsersAsync(new() { OrganizationId = tenant.Id })).Users.ShouldBeEmpty();
    }

    [Fact]
    public async Task MoreThanAThousand_AreRefused() => await Refused.WithAsync(Reason.TooMany, async () => await running.Services.Users.GetUsersAsync(
        new() { OrganizationId = (await running.NewTenantAsync()).Id, UserIds = { Enumerable.Range(0, 1_001).Select(number => $"{number}") } }));
}
