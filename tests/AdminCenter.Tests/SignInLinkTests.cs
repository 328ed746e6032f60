using System.Net;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class SignInLinkTests(RunningAdmin admin) : IClassFixture<RunningAdmin>
{
    [Fact]
    public async Task AnAdministrator_GetsInByALink()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var visitor = await admin.Center.SignInAsync(tenant.Id, await tenant.NewAdministratorAsync());

        var home = await visitor.GetAsync("/");

        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.Center.NewVisitor().GetAsync("/")).Headers.Location?.OriginalString.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task ALink_WorksOnce()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var link = await admin.Center.NewLinkAsync(tenant.Id, await tenant.NewAdministratorAsync());
        var second = admin.Center.NewVisitor();

        (await admin.Center.NewVisitor().GetAsync(link)).Headers.Location!.OriginalString.ShouldBe("/");
        var answer = await second.GetAsync(link);

        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        (await second.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task ALinkThatCantWorkNow_IsNotUsedUp()
    {
        var tenant = await admin.Running.NewTenantAsync();
        var link = await admin.Center.NewLinkAsync(tenant.Id, await tenant.NewAdministratorAsync());
        var cut = await admin.Running.Services.StartAdminCenterAsync(new()
        {
            ["AdminCenter:PublicBaseUrl"] = admin.Center.PublicBaseUrl.AbsoluteUri,
            ["Services:groups"] = "http://127.0.0.1:1", // nobody answers
        });

        (await cut.NewVisitor().GetAsync(link)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");

        (await admin.Center.NewVisitor().GetAsync(link)).Headers.Location!.OriginalString.ShouldBe("/");
        await admin.Running.Services.StopAsync(cut.Address);
    }
}
