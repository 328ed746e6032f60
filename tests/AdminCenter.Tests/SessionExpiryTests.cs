using System.Net;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>When a session ends by itself, with a clock that the tests turn.</summary>
public sealed class SessionExpiryTests(RunningOnFakeClock running)
{
    [Fact]
    public async Task ASessionEnds_WhenNobodyClicked_ForTheIdleTime()
    {
        var center = await running.Services.StartAdminCenterAsync(new() { ["AdminCenter:SessionIdleMinutes"] = "10" });
        var visitor = await center.SignInAsync();

        running.Pass(TimeSpan.FromMinutes(9));
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        running.Pass(TimeSpan.FromMinutes(9));
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        running.Pass(TimeSpan.FromMinutes(10));
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task WhatAnOpenTabSendsByItself_KeepsNoSession()
    {
        var center = await running.Services.StartAdminCenterAsync(new() { ["AdminCenter:SessionIdleMinutes"] = "10" });
        var visitor = await center.SignInAsync();

        running.Pass(TimeSpan.FromMinutes(9));
        (await visitor.PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode.ShouldNotBe(HttpStatusCode.Found);
        running.Pass(TimeSpan.FromMinutes(1));
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task ASessionEnds_HoweverMuchIsClicked_AfterTheAbsoluteTime()
    {
        var center = await running.Services.StartAdminCenterAsync(new() { ["AdminCenter:SessionHours"] = "1" });
        var visitor = await center.SignInAsync();

        for (var minutes = 0; minutes < 55; minutes += 11)
        {
            running.Pass(TimeSpan.FromMinutes(11));
            (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        running.Pass(TimeSpan.FromMinutes(5));
        (await visitor.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }
}
