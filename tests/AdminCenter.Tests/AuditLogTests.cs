using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class AuditLogOnEmbeddedTests(RunningOnEmbedded running) : AuditLogContract(running);

public sealed class AuditLogOnRedisTests(RunningOnRedis running) : AuditLogContract(running);

/// <summary>What is written beside the logs, who is never named, and that replicas keep one chain (P10, P27).</summary>
public abstract class AuditLogContract(RunningOn running) : AuditContract(running)
{
    [Fact]
    public async Task P27_ASignInAndASignOut_AreInIt()
    {
        var tenant = await Running.NewTenantAsync();
        var administrator = await tenant.NewAdministratorAsync();
        await (await CenterAsync()).SignInAsync(tenant.Id, administrator);

        var entry = (await EntriesAsync(tenant.Id)).Single();

        (entry.Actor, entry.Action, entry.Change).ShouldBe(($"administrator:{administrator}", "sign-in", ""));
    }

    [Fact]
    public async Task P27_SupportsSignIn_IsInTheLogOfNoOrganization()
    {
        var before = await EntriesAsync("");
        await (await CenterAsync()).SignInAsync();

        (await EntriesAsync("")).Skip(before.Count).ShouldContain(entry => entry.Action == "sign-in" && entry.Actor == "support:Support (test)");
    }

    [Fact]
    public async Task P27_ARefusedAttempt_IsInIt_WithTheReason()
    {
        var tenant = await Running.NewTenantAsync();
        await CenterAsync();
        var log = new AuditLog(new AuditStore(Running.Store.OpenSession("admin")), TimeProvider.System);
        await log.RefusedAsync(
            new(CallerKind.Administrator, "ann", tenant.Id, "Ann"), tenant.Id, "Rename the group Editors", Reason.ManagedByIdentityProvider);

        var entry = (await EntriesAsync(tenant.Id)).Single();

        (entry.Action, entry.Summary, entry.Refusal).ShouldBe(("refused", "Rename the group Editors", nameof(Reason.ManagedByIdentityProvider)));
        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();
    }

    [Theory]
    [InlineData("administrator:ann")]
    [InlineData("support:joan")]
    public async Task P10_NoUserNameAndNoName_IsInIt(string actor)
    {
        await CenterAsync();
        var world = new AuditedWorld(Running.Services, actor);
        await world.ChangeEverythingAsync();
        await EntriesAsync(world.OrganizationId);

        foreach (var canary in new[] { "canary", "Kanarien", "Vogel" })
        {
            (await StoreScan.FindAsync(Running.Store, canary)).ShouldAllBe(key => !key.StartsWith("admin:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task P10_OfAnErasedUser_NothingIsLeft_ButAnId()
    {
        var tenant = await Running.NewTenantAsync();
        var canary = $"canary{Guid.NewGuid():N}";
        var user = (await Running.Services.Users.CreateCollaboratorAsync(new()
        {
            OrganizationId = tenant.Id,
            UserName = $"{canary}@example.com",
            GivenName = canary,
            FamilyName = "Vogel",
            Cause = By("administrator:ann"),
        })).User;
        await Running.Services.Users.DeleteUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, ByAdministrator = true, Cause = By("administrator:ann") });
        await Running.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = By("administrator:ann") });

        var entries = await EntriesAsync(tenant.Id, request => request.TargetId = user.Id);

        entries.Select(entry => entry.Action).ShouldBe(["user.created", "user.deleted", "user.erased"]);
        (await StoreScan.FindAsync(Running.Store, canary)).ShouldBeEmpty();
    }

    [Fact]
    public async Task P27_TwoReplicas_KeepOneChain()
    {
        var tenant = await Running.NewTenantAsync();
        var (one, another) = (await CenterAsync(), await Running.Services.StartAdminCenterAsync());
        var administrator = await tenant.NewAdministratorAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await NewGroupAsync(tenant, "administrator:ann");
            if (i % 10 == 0)
            {
                await (i % 20 == 0 ? one : another).SignInAsync(tenant.Id, administrator);
            }
        }));

        var entries = await EntriesAsync(tenant.Id);
        entries.Count(entry => entry.Action == "group.created").ShouldBe(40);
        entries.Count(entry => entry.Action == "sign-in").ShouldBe(4);
        entries.Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, 44).Select(number => (ulong)number));
        entries.Where(entry => entry.Change.Length > 0).Select(entry => entry.Change).ShouldBeUnique();
        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();
        (await another.Audit.ListAuditEntriesAsync(new() { OrganizationId = tenant.Id, PageSize = 44 })).Entries.Reverse().ShouldBe(entries);
    }
}
