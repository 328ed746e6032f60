using OptiId.Errors.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

public sealed class GetGroupsTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task Groups_ComeInTheIdsOrder_ReservedOnesToo_UnknownAndDeletedOnesLeftOut()
    {
        var tenant = await running.NewTenantAsync();
        var (one, two, gone) = (await tenant.NewGroupAsync(), await tenant.NewGroupAsync(), await tenant.NewGroupAsync());
        var (everyone, _) = await tenant.SystemGroupsAsync();
        await tenant.DeleteGroupAsync(gone.Id);
        var others = await (await running.NewTenantAsync()).NewGroupAsync();
        string[] ids = [two.Id, "unknown", gone.Id, others.Id, everyone.Id, one.Id];
        (await running.Services.Groups.GetGroupsAsync(new() { OrganizationId = tenant.Id, GroupIds = { ids } })).Groups.ShouldBe([two, everyone, one]);
        (await running.Services.Groups.GetGroupsAsync(new() { OrganizationId = tenant.Id })).Groups.ShouldBeEmpty();
        await Refused.WithAsync(Reason.TooMany, async () => await running.Services.Groups.GetGroupsAsync(
            new() { OrganizationId = tenant.Id, GroupIds = { Enumerable.Range(0, 201).Select(number => $"{number}") } }));
    }
}
