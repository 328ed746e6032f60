using OptiId.Hosting;
using Xunit;

namespace OptiId.EndToEnd.Tests;

// The suite once more, with six services as processes, each with a sidecar of its own that does what the shipped manifests say.

/// <summary>The Admin Center's API.</summary>
public sealed class AdminApiThroughDaprTests(RunningThroughDapr running) : AdminApiContract(running);

/// <summary>Bad inputs.</summary>
public sealed class BadInputThroughDaprTests(RunningThroughDapr running) : BadInputContract(running);

/// <summary>Health.</summary>
public sealed class HealthThroughDaprTests(RunningThroughDapr running) : HealthContract(running);

/// <summary>kill -9, while the bus loses, doubles and reorders.</summary>
[Collection("Many processes")] // one after the other: each has a whole system of its own
public sealed class KillThroughDaprTests : KillContract
{
    internal override async Task<ISystemHome> NewHomeAsync()
    {
        var home = await DaprHome.NewAsync();
        if (home.Sidecars is OwnSidecars { Broker: var broker })
        {
            (broker.Loses, broker.Doubles, broker.Delays) = (0.2, 0.3, TimeSpan.FromMilliseconds(300));
        }

        return home;
    }
}

/// <summary>The simulated Okta.</summary>
public sealed class OktaSimThroughDaprTests(RunningThroughDapr running) : OktaSimContract(running);

/// <summary>The operator's command line.</summary>
public sealed class OperatorThroughDaprTests(RunningThroughDapr running) : OperatorContract(running);

/// <summary>Announcements, by the topics and subscriptions of the manifests.</summary>
public sealed class BusThroughDaprTests(RunningThroughDapr running)
{
    [Fact]
    public async Task WhatChanges_IsAnnouncedToWhoFollows()
    {
        Assert.SkipWhen(running.Broker is null, "Only the tests' own broker tells what it delivered.");
        var (_, _, token) = await running.Run.NewOrganizationAsync();
        using var scim = running.Run.Scim(token);
        var before = running.Broker!.Taken;
        var ann = await scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await scim.PostAsync("/Groups", ScimBodies.Group("Editors", ann.Id));
        await Eventually.HoldsAsync(() => Task.FromResult(running.Broker.Taken >= before + 4)); // of the organization, its reserved groups, the user and the group
    }
}
