using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// A rolling upgrade, seen at each of its possible moments: one service of the last release beside the rest of this one, and one of this beside
/// the rest of the last; on the same data, and by the manifests' access control of this release, which a cluster has first.
/// </summary>
[Collection("Many processes")] // one after the other: each has a whole system of its own
public sealed class UpgradeTests
{
    [Fact]
    public Task EachServiceOfTheLastRelease_WorksBesideTheRestOfThisOne() => PlayAsync(one: LastRelease.Root, rest: Programs.Root);

    [Fact]
    public Task EachServiceOfThisRelease_WorksBesideTheRestOfTheLast() => PlayAsync(one: Programs.Root, rest: LastRelease.Root);

    private static async Task PlayAsync(string one, string rest)
    {
        await using var system = new RunningThroughDapr(rest);
        await system.InitializeAsync();
        var run = (DaprProcesses)system.Run;
        foreach (var replica in run.Home.Replicas)
        {
            (await run.RestartAsync(replica, one)).ShouldBe(0);
            await PlaySuiteAsync(system);
            (await run.RestartAsync(replica)).ShouldBe(0);
        }
    }

    // A day of the simulated Okta that ends with questions to access, and what the Admin Center shows and changes: together they call each service by each other.
    // The rest of the suite takes twice as long, twelve times.
    private static async Task PlaySuiteAsync(RunningSystem system)
    {
        await new OktaSim(system).AProvisioningDay_InBothDialects_EndsWell_AndAccessWasAsked();
        await new AdminApi(system).WhatOktaPushed_IsShown_Granted_Explained_AndAudited();
        if (Environment.GetEnvironmentVariable("OPTIID_TEST_UPGRADE") == "whole")
        {
            await new BadInput(system).P28_EveryBadInput_IsAnsweredAsItShouldBe_AndChangesNothing();
            await new Operator(system).AWholeFlow_FromAnOrganizationToWhyAUserHasAccess_InJson();
            await new Operator(system).P27_WhatTheOperatorDid_IsInTheAuditLog_WhichIsVerifiedAgainstItsHead();
        }
    }

    // The suite's own tests, called here and not by the runner.
    private sealed class OktaSim(RunningSystem running) : OktaSimContract(running);

    private sealed class AdminApi(RunningSystem running) : AdminApiContract(running);

    private sealed class BadInput(RunningSystem running) : BadInputContract(running);

    private sealed class Operator(RunningSystem running) : OperatorContract(running);
}
