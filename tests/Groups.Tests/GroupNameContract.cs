using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class GroupNamesOnEmbeddedTests(RunningOnEmbedded running) : GroupNameContract(running);

public sealed class GroupNamesOnRedisTests(RunningOnRedis running) : GroupNameContract(running);

/// <summary>Whose a displayName is (P12, P13, P32).</summary>
public abstract class GroupNameContract(RunningOn running)
{
    [Theory]
    [InlineData("Engineering")]
    [InlineData("ENGINEERING")]
    [InlineData("  engineering ")]
    [InlineData("Ｅngineering")]
    public async Task P12_ATakenName_IsRefused_AndSaysWhoHasItAndWhoManagesIt(string name)
    {
        var tenant = await running.NewTenantAsync();
        var byScim = (await tenant.CreateGroupAsync("Engineering")).Group;
        var detail = await Refused.OfFieldAsync("displayName", Reason.GroupNameTaken, () => tenant.CreateGroupAsync(name));
        detail.ShouldContain("\"Engineering\"");
        detail.ShouldContain(byScim.Id);
        detail.ShouldContain("the identity provider manages it");
    }

    [Fact]
    public async Task P12_ANameOfAnAdministratorsGroup_IsRefused_AndSaysSo()
    {
        var tenant = await running.NewTenantAsync();
        var local = (await tenant.CreateGroupAsync("Editors", Manager.Administrator)).Group;
        var other = await tenant.NewGroupAsync();
        foreach (var call in new Func<Task>[]
        {
            () => tenant.CreateGroupAsync("editors"),
            () => tenant.ChangeGroupAsync(other.Id, change => change.DisplayName = "EDITORS"),
        })
        {
            var detail = await Refused.WithAsync(Reason.GroupNameTaken, call);
            detail.ShouldContain(local.Id);
            detail.ShouldContain("an administrator created it");
        }

        (await tenant.GetGroupAsync(other.Id)).ShouldBe(other);
        (await tenant.GetGroupAsync(local.Id)).Source.ShouldBe(Source.Local);
    }

    [Fact]
    public async Task P12_OfCreatesAtOnce_OneSucceedsAndTheOthersAreRefused()
    {
        var tenant = await running.NewTenantAsync();
        for (var round = 0; round < 5; round++)
        {
            var name = $"Group {round}";
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => OutcomeAsync(() => tenant.CreateGroupAsync(i % 2 == 0 ? name : name.ToUpperInvariant()))));
            outcomes.Count(outcome => outcome is null).ShouldBe(1);
            outcomes.Count(outcome => outcome == Reason.GroupNameTaken).ShouldBe(15);
        }
    }

    [Fact]
    public async Task P12_OfRenamesToOneNameAtOnce_OneSucceedsAndTheOthersAreRefused()
    {
        var tenant = await running.NewTenantAsync();
        var groups = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.NewGroupAsync()));
        var outcomes = await Task.WhenAll(groups.Select(group => OutcomeAsync(() => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "One"))));
        outcomes.Count(outcome => outcome is null).ShouldBe(1);
        outcomes.Count(outcome => outcome == Reason.GroupNameTaken).ShouldBe(7);
    }

    [Fact]
    public async Task P12_AFormerName_IsFreeAgain_AndOnesOwnIsNotTaken()
    {
        var tenant = await running.NewTenantAsync();
        var group = (await tenant.CreateGroupAsync("Engineering")).Group;
        (await tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "ENGINEERING")).Group.DisplayName.ShouldBe("ENGINEERING");
        await tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = "Research");
        (await tenant.CreateGroupAsync("Engineering")).Group.Id.ShouldNotBe(group.Id);
    }

    [Fact]
    public async Task P12_TheSameNameInAnotherOrganization_IsAnotherGroup()
    {
        var (one, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        (await one.CreateGroupAsync("Engineering")).Group.Id.ShouldNotBe((await other.CreateGroupAsync("Engineering")).Group.Id);
    }

    [Theory]
    [InlineData("Everyone")]
    [InlineData("EVERYONE")]
    [InlineData("  everyone\t")]
    [InlineData("Ｅｖｅｒｙｏｎｅ")]
    [InlineData("Admin Center Administrators")]
    [InlineData("admin center administrators ")]
    [InlineData("Admin\u00a0Center Ａdministrators")]
    public async Task P13_AReservedName_IsRefused_AtCreationAndRenaming(string name)
    {
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        name = name.Replace("\t", " ", StringComparison.Ordinal);
        (await Refused.WithAsync(Reason.GroupNameReserved, () => tenant.CreateGroupAsync(name))).ShouldContain("reserved");
        (await Refused.WithAsync(Reason.GroupNameReserved, () => tenant.CreateGroupAsync(name, Manager.Administrator))).ShouldContain("reserved");
        await Refused.WithAsync(Reason.GroupNameReserved, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = name));
        (await tenant.GetGroupAsync(group.Id)).ShouldBe(group);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0000b")]
    [InlineData("Every\u200bone")]
    public async Task P32_ANameThatIsNone_IsRefused(string name)
    {
        var tenant = await running.NewTenantAsync();
        await Refused.OfFieldAsync("displayName", Reason.InvalidValue, () => tenant.CreateGroupAsync(name));
        var group = await tenant.NewGroupAsync();
        await Refused.OfFieldAsync("displayName", Reason.InvalidValue, () => tenant.ChangeGroupAsync(group.Id, change => change.DisplayName = name));
    }

    [Fact]
    public async Task P29_AReplayOfACreate_AnswersTheFirstResult()
    {
        var tenant = await running.NewTenantAsync();
        var request = new CreateGroupRequest { OrganizationId = tenant.Id, DisplayName = "One", Manager = Manager.Scim, Cause = RunningServices.NewCause() };
        var first = (await running.Services.Groups.CreateGroupAsync(request)).Group;
        (await running.Services.Groups.CreateGroupAsync(request)).Group.ShouldBe(first);
        request.DisplayName = "Two";
        request.Cause = RunningServices.NewCause();
        var replays = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => running.Services.Groups.CreateGroupAsync(request).ResponseAsync));
        replays.Select(response => response.Group.Id).Distinct().Count().ShouldBe(1);
    }

    private static async Task<Reason?> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e);
        }
    }
}
