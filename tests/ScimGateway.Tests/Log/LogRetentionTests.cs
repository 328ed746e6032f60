using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.ScimGateway.Storage;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The provisioning log keeps 30 days, on a clock that tests turn.</summary>
public sealed class LogRetentionTests(RunningOnFakeClock running) : IClassFixture<RunningOnFakeClock>
{
    [Fact]
    public async Task P26_ARequest_IsKeptForThirtyDays_AndNoLonger()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var old = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await organization.ReadAsync(1);
        running.Pass(TimeSpan.FromDays(29));
        await organization.Scim.PostAsync("/Users", ScimBodies.User("ben@example.com"));
        (await organization.ReadAsync(2)).Count.ShouldBe(2);
        running.Pass(TimeSpan.FromDays(2));
        await Eventually.HoldsAsync(async () => (await organization.ReadAsync(2)).Count == 1);
        (await organization.ReadAsync(2)).Single().Number.ShouldBe(2ul);
        (await organization.Log.LookUpLastSyncsAsync(new() { OrganizationId = organization.Tenant.Id, ResourceIds = { old.Id } })).Syncs.ShouldBeEmpty();
        (await LogScan.FindAsync(running.Store, "ann@example.com")).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatCannotBeRead_DoesNotEndTheRetention()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        await organization.Scim.PostAsync("/Users", ScimBodies.User("dan@example.com"));
        await organization.ReadAsync(1);
        var (time, failures) = (new FakeTimeProvider(DateTimeOffset.UtcNow), new Failures());
        var session = running.Store.OpenSession("gateway");
        var options = Microsoft.Extensions.Options.Options.Create(new GatewayOptions());
        var store = new RequestStore(session, options);
        var requests = store.KeysOf(organization.Tenant.Id).Requests;
        var entry = await session.Bulk.HashGetAsync(requests, 1);
        await session.Bulk.HashSetAsync(requests, 1, "no entry");
        using var retention = new LogRetention(store, options, time, failures);
        await retention.StartAsync(default);
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromDays(31));
            return Task.FromResult(failures.Count > 0);
        });
        await session.Bulk.HashSetAsync(requests, 1, entry);
        await Eventually.HoldsAsync(async () =>
        {
            time.Advance(TimeSpan.FromDays(31)); // past the services' clock too, which other tests have turned
            return !await session.Bulk.HashExistsAsync(requests, 1);
        });
        await retention.StopAsync(default);
    }

    [Fact]
    public async Task AGroupThatLooksLeftBehind_IsNotWarnedOf_OnceItIsReleasedOrDeleted()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var (released, deleted, silent) = (await PushAsync("Released"), await PushAsync("Deleted"), await PushAsync("Silent"));
        await organization.ReadAsync(3);
        running.Pass(TimeSpan.FromDays(15));
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await PushAsync(name);
        }

        await organization.ReadAsync(6);
        (await NamesAsync()).ShouldBe(["Released", "Deleted", "Silent"], ignoreOrder: true);
        var cause = RunningServices.NewCause();
        await running.Services.Groups.ReleaseGroupAsync(new() { OrganizationId = organization.Tenant.Id, GroupId = released, Cause = cause });
        await running.Services.Groups.ReleaseGroupAsync(new() { OrganizationId = organization.Tenant.Id, GroupId = deleted, Cause = cause });
        await running.Services.Groups.DeleteGroupAsync(new() { OrganizationId = organization.Tenant.Id, GroupId = deleted, Manager = Manager.Administrator, Cause = RunningServices.NewCause() });
        (await NamesAsync()).ShouldBe(["Silent"]);

        async Task<string> PushAsync(string name) => (await organization.Scim.PostAsync("/Groups", ScimBodies.Group(name))).Id;

        async Task<IEnumerable<string>> NamesAsync() => (await organization.StatusAsync()).Warnings.Single().Targets.Select(target => target.Name);
    }

    [Fact]
    public async Task P10_AMinuteAfterAnErasure_NothingNamesThePerson_NotEvenWhatWasSoughtFor()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var user = await organization.Scim.PostAsync("/Users", ScimBodies.User("cyd@example.com"));
        await organization.Scim.DeleteAsync($"/Users/{user.Id}");
        await organization.ReadAsync(2);
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = organization.Tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => (await LogScan.FindAsync(running.Store, "cyd@example.com")).All(key => key.Contains(":erasing:", StringComparison.Ordinal)));
        await Eventually.HoldsAsync(async () =>
        {
            running.Pass(TimeSpan.FromMinutes(1));
            return (await LogScan.FindAsync(running.Store, "cyd@example.com")).Count == 0;
        });
    }

    /// <summary>Counts what is logged.</summary>
    private sealed class Failures : ILogger<LogRetention>
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Interlocked.Increment(ref count);
    }
}
