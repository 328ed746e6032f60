using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class SearchGroupsOnEmbeddedTests(RunningOnEmbedded running) : SearchGroupsContract(running)
{
    [Fact]
    public async Task ThroughMoreGroupsThanTheBound_NoSearchGoes()
    {
        var tenant = await running.NewTenantAsync();
        await Task.WhenAll(Enumerable.Range(0, RunningOnEmbedded.MaximumScan).Select(i => tenant.CreateGroupAsync($"Team {i}")));
        (await Refused.WithAsync(Reason.TooMany, () => SearchAsync(tenant, "team"))).ShouldContain($"{RunningOnEmbedded.MaximumScan}");
    }
}

public sealed class SearchGroupsOnRedisTests(RunningOnRedis running) : SearchGroupsContract(running)
{
    [Fact]
    public async Task P24_ThePagesOfManyGroups_HoldEachOnce_InTheOrderOfNames()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.SystemGroupsAsync();
        foreach (var chunk in Enumerable.Range(0, 450).Chunk(50))
        {
            await Task.WhenAll(chunk.Select(i => tenant.CreateGroupAsync($"Team {i:000}")));
        }

        var names = await NamesAsync(tenant, "", size: 200);
        names.ShouldBe(["Admin Center Administrators", "Everyone", .. Enumerable.Range(0, 450).Select(i => $"Team {i:000}")]);
        (await NamesAsync(tenant, "m 4", size: 7)).ShouldBe(Enumerable.Range(400, 50).Select(i => $"Team {i:000}"));
    }
}

/// <summary>As an administrator looks for groups (P24, P32).</summary>
public abstract class SearchGroupsContract(RunningOn running)
{
    [Theory]
    [InlineData("edit", "Editors", "Web Editors")]
    [InlineData("EDIT", "Editors", "Web Editors")]
    [InlineData(" editors ", "Editors", "Web Editors")]
    [InlineData("ｅｄｉｔ", "Editors", "Web Editors")]
    [InlineData("b e", "Web Editors")]
    [InlineData("straße", "Straße")]
    [InlineData("everyone", "Everyone")]
    [InlineData("adm", "Admin Center Administrators")]
    [InlineData("*")]
    [InlineData("nobody")]
    [InlineData("a\u0000b")]
    public async Task P32_APartOfTheName_InAnyLetterCase_Finds(string text, params string[] expected)
    {
        var tenant = await StartAsync("Web Editors", "Editors", "Straße");
        (await NamesAsync(tenant, text)).ShouldBe(expected);
    }

    [Fact]
    public async Task P24_WithoutAText_AllAreListed_TheReservedOnesFirst()
    {
        var tenant = await StartAsync("beta", "Alpha", "Zeta", "gamma");
        var response = await SearchAsync(tenant, "");
        response.Groups.Select(group => group.DisplayName).ShouldBe(["Admin Center Administrators", "Everyone", "Alpha", "beta", "gamma", "Zeta"]);
        (response.GroupsInAll, response.NextPageToken).ShouldBe((6ul, ""));
        response.Groups[2].ShouldBe(await tenant.GetGroupAsync(response.Groups[2].Id));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(5u)]
    public async Task P24_ThePages_HoldEachGroupOnce(uint size)
    {
        string[] names = ["a1", "a2", "a3", "b1", "a4"];
        var tenant = await StartAsync(names);
        (await NamesAsync(tenant, "a", size)).ShouldBe(["Admin Center Administrators", "a1", "a2", "a3", "a4"]);
        (await NamesAsync(tenant, "", size, Source.Scim)).ShouldBe(["a1", "a2", "a3", "a4", "b1"]);
    }

    [Fact]
    public async Task P24_ASource_IsLookedFor()
    {
        var tenant = await StartAsync("Pushed");
        var local = (await tenant.CreateGroupAsync("Local", Manager.Administrator)).Group;
        (await NamesAsync(tenant, "", 1, Source.Local)).ShouldBe(["Local"]);
        (await NamesAsync(tenant, "", 1, Source.Scim)).ShouldBe(["Pushed"]);
        (await NamesAsync(tenant, "", 1, Source.Scim, Source.Local)).ShouldBe(["Local", "Pushed"]);
        (await NamesAsync(tenant, "", 1, Source.System)).ShouldBe(["Admin Center Administrators", "Everyone"]);
        (await NamesAsync(tenant, "", 1, Source.Jit)).ShouldBeEmpty();
        await tenant.ChangeGroupAsync(local.Id, change => change.DisplayName = "Linked");
        (await NamesAsync(tenant, "", 1, Source.Scim)).ShouldBe(["Linked", "Pushed"]);
        (await SearchAsync(tenant, "local")).Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task P24_GroupsThatComeAndGoWhilePaging_ShiftNoOther()
    {
        var tenant = await StartAsync("c", "d", "e", "f");
        var first = await SearchAsync(tenant, "", 2, "", Source.Scim);
        first.Groups.Select(group => group.DisplayName).ShouldBe(["c", "d"]);
        await tenant.DeleteGroupAsync(first.Groups[1].Id);
        await tenant.CreateGroupAsync("a");
        var second = await SearchAsync(tenant, "", 2, first.NextPageToken, Source.Scim);
        second.Groups.Select(group => group.DisplayName).ShouldBe(["e", "f"]);
    }

    [Fact]
    public async Task ATokenOfAnotherSearch_OrNone_IsRefused()
    {
        var tenant = await StartAsync("a1", "a2");
        var token = (await SearchAsync(tenant, "a", 1)).NextPageToken;
        foreach (var call in new Func<Task>[]
        {
            () => SearchAsync(tenant, "", 1, token), () => SearchAsync(tenant, "a", 1, token, Source.Scim), () => SearchAsync(tenant, "a", 1, "nonsense!"),
            () => SearchAsync(tenant, "a", 1, "AAAA"),
        })
        {
            await Refused.WithAsync(Reason.InvalidCursor, call);
        }

        (await SearchAsync(tenant, "a", 1, token)).Groups.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AnotherOrganizationsGroups_AreNotFound()
    {
        var tenant = await StartAsync("Mine");
        await StartAsync("Theirs");
        (await NamesAsync(tenant, "e")).ShouldBe(["Admin Center Administrators", "Everyone", "Mine"]);
    }

    protected static async Task<SearchGroupsResponse> SearchAsync(Tenant tenant, string text, uint size = 0, string token = "", params Source[] sources) =>
        await tenant.Services.Groups.SearchGroupsAsync(
            new() { OrganizationId = tenant.Id, Text = text, PageSize = size, PageToken = token, Sources = { sources } });

    protected static async Task<List<string>> NamesAsync(Tenant tenant, string text, uint size = 0, params Source[] sources)
    {
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await SearchAsync(tenant, text, size, token, sources);
            page.Groups.Count.ShouldBeLessThanOrEqualTo(size == 0 ? 50 : (int)size);
            names.AddRange(page.Groups.Select(group => group.DisplayName));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return names;
    }

    private async Task<Tenant> StartAsync(params string[] names)
    {
        var tenant = await running.NewTenantAsync();
        await tenant.SystemGroupsAsync();
        foreach (var name in names)
        {
            await tenant.CreateGroupAsync(name);
        }

        return tenant;
    }
}
