using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.ServiceDefaults;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>Refused attempts are in the audit log (P27), which nobody can flood by them.</summary>
public sealed class RefusedAttemptsTests(RunningOnEmbedded running) : AuditContract(running)
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task P27_TheSameAttempt_IsThereOnceAMinute_WithHowOftenItWasTried()
    {
        var (tenant, caller) = await NewAsync();
        using var refused = NewRefused(new(Running.Store.OpenSession("admin")));
        for (var i = 0; i < 50; i++)
        {
            await refused.RecordAsync(caller, tenant.Id, "Delete a group", Reason.SystemGroup, "r1");
        }

        await refused.RecordAsync(caller, tenant.Id, "Delete a user", Reason.SystemGroup, "r2");
        time.Advance(TimeSpan.FromMinutes(1));
        await refused.RecordAsync(caller, tenant.Id, "Delete a group", Reason.SystemGroup, "r3");

        (await EntriesAsync(tenant.Id)).Select(entry => (entry.Summary, entry.RequestId)).ShouldBe(
            [("Delete a group", "r1"), ("Delete a user", "r2"), ("Delete a group (and 49 times before that, since the entry before)", "r3")]);
    }

    [Fact]
    public async Task AnEntryThatCantBeWritten_ReplacesNoAnswer()
    {
        var (tenant, caller) = await NewAsync();
        var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        using var refused = NewRefused(new(store.OpenSession("admin")));
        await store.DisposeAsync();

        await refused.RecordAsync(caller, tenant.Id, "Delete a group", Reason.SystemGroup, "r1");
    }

    [Fact]
    public async Task P27_WhoReachesForAnotherOrganization_IsInTheLogOfTheirOwn()
    {
        var (tenant, caller) = await NewAsync();
        var (other, _) = await NewAsync();
        using var refused = NewRefused(new(Running.Store.OpenSession("admin")));
        using var gate = new Gate(null!, null!); // asked for nothing: the organization isn't theirs

        await Should.ThrowAsync<RefusedException>(() => new Attempts(gate, refused).ChangeAsync(
            caller, other.Id, "Delete a group", By("administrator:ann"), cause => Running.Services.Groups.DeleteGroupAsync(new() { Cause = cause })));

        (await EntriesAsync(tenant.Id)).Single().Refusal.ShouldBe(nameof(Reason.CallerRefused));
        (await EntriesAsync(other.Id)).ShouldBeEmpty();
    }

    private async Task<(Tenant Tenant, AdminCaller Caller)> NewAsync()
    {
        await CenterAsync();
        var tenant = await Running.NewTenantAsync();
        return (tenant, new(CallerKind.Administrator, "ann", tenant.Id, "Ann"));
    }

    private RefusedAttempts NewRefused(AuditStore store) => new(new AuditLog(store, time), time, NullLogger<RefusedAttempts>.Instance);
}
