using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class UsersByIdTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task MoreThanOneCallTakes_AreRead_AndUnknownOnesLeftOut()
    {
        var tenant = await running.NewTenantAsync();
        var users = await tenant.NewUsersAsync(3);
        var unknown = Enumerable.Range(0, 1_100).Select(_ => Guid.CreateVersion7().ToString());

        var found = await running.Services.Users.ReadByIdAsync(
            tenant.Id, [users[0].Id, .. unknown, users[1].Id, users[2].Id, users[0].Id], TestContext.Current.CancellationToken);

        found.Keys.ShouldBe(users.Select(user => user.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task UsersThatFitNoMessageTogether_AreReadApart()
    {
        var tenant = await running.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 14; i++)
        {
            ids.Add((await tenant.ProvisionAsync(Tenant.Document($"large{i}@example.com", and: document => document["x"] = new string('x', 950_000)))).User.Id);
        }

        (await running.Services.Users.ReadByIdAsync(tenant.Id, ids, TestContext.Current.CancellationToken)).Keys.ShouldBe(ids, ignoreOrder: true);
    }
}
