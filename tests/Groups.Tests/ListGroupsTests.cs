using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class ListGroupsTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task AFilter_FindsByEachIndexedAttribute()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await tenant.NewGroupAsync();
        var group = (await tenant.CreateGroupAsync("Engineering", memberIds: user.Id)).Group;
        await tenant.ChangeGroupAsync(group.Id, change => change.ExternalId = "Okta-1");
        foreach (var filter in new[]
        {
            $"id eq \"{group.Id}\"", "displayName eq \"ENGINEERING\"", "externalId eq \"Okta-1\"", $"members.value eq \"{user.Id}\"",
            $"members[value eq \"{user.Id}\"]", $"displayName eq \"engineering\" and members[value eq \"{user.Id}\"]", "displayName sw \"Engin\"",
        })
        {
            (await FindAsync(tenant, filter)).ShouldBe([group.Id], filter);
        }

        foreach (var filter in new[] { "externalId eq \"okta-1\"", "members.value eq \"unknown\"", "displayName eq \"Engine\"" })
        {
            (await FindAsync(tenant, filter)).ShouldBeEmpty(filter);
        }

        await tenant.ChangeGroupAsync(group.Id, change => change.ExternalId = "");
        (await FindAsync(tenant, "externalId eq \"Okta-1\"")).ShouldBeEmpty();
    }

    [Fact]
    public async Task AFilterThatNoIndexServes_IsRefusedWhereThereAreManyGroups_AndIndexedOnesAreNot()
    {
        var tenant = await running.NewTenantAsync();
        for (var i = 0; i < RunningOnEmbedded.MaximumScan; i++)
        {
            await tenant.CreateGroupAsync($"Group {i}");
        }

        (await FindAsync(tenant, "displayName ew \"7\"")).Count().ShouldBe(10);
        await tenant.NewGroupAsync();
        await Refused.WithAsync(Reason.TooMany, () => FindAsync(tenant, "displayName ew \"7\""));
        (await FindAsync(tenant, "displayName eq \"group 7\"")).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Pages_HoldEveryGroupOnce_InTheOrderOfCreation()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.SystemGroupsAsync();
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add((await tenant.NewGroupAsync()).Id);
        }

        var byIndex = new List<string>();
        for (var start = 1u; start <= 12; start += 5)
        {
            var page = await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, StartIndex = start, Count = 5 });
            page.TotalResults.ShouldBe(12u);
            byIndex.AddRange(page.Groups.Select(group => group.Id));
        }

        byIndex.ShouldBe(ids);
        var byCursor = new List<string>();
        var cursor = "";
        do
        {
            var page = await running.Services.Groups.ListGroupsAsync(new() { OrganizationId = tenant.Id, Count = 5, Cursor = cursor });
            byCursor.AddRange(page.Groups.Select(group => group.Id));
            cursor = page.NextCursor;
            await tenant.DeleteGroupAsync(byCursor[^2]);
            await tenant.NewGroupAsync();
        }
        while (cursor.Length > 0 && byCursor.Count < 30);

        byCursor.Where(ids.Contains).ShouldBe(ids);
        byCursor.ShouldBeUnique();
    }

    private static async Task<IEnumerable<string>> FindAsync(Tenant tenant, string filter) => (await tenant.Services.Groups.ListGroupsAsync(
        new ListGroupsRequest { OrganizationId = tenant.Id, Filter = filter, Count = 100 })).Groups.Select(group => group.Id);
}
