using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class LostAnswersOnEmbeddedTests(RunningOnEmbedded running) : LostAnswerContract(running);

public sealed class LostAnswersOnRedisTests(RunningOnRedis running) : LostAnswerContract(running);

/// <summary>Changes whose answer from the store is lost are repeated, and no error is answered for what was made (P29).</summary>
public abstract class LostAnswerContract(RunningOn running) : IAsyncLifetime
{
    private LosingReplica replica = null!;

    private UsersService.UsersServiceClient Users => running.Services.UsersAt(replica.Address);

    [Fact]
    public async Task P29_AnEditOfTheVersionThatWasLookedAt_IsMade()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync("grace@example.com");
        await replica.LosingAsync(user.Id, async () => await Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = tenant.Id,
            UserId = user.Id,
            UserName = user.UserName,
            GivenName = "Amazing",
            FamilyName = "Grace",
            IfVersion = user.Version,
            Cause = RunningServices.NewCause(),
        }));
        var updated = await tenant.GetAsync(user.Id);
        updated.Version.ShouldBe(user.Version + 1);
        updated.Document.ToStringUtf8().ShouldContain("Amazing");
    }

    [Fact]
    public async Task P29_APutUnderAVersion_IsMade()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await replica.LosingAsync(user.Id, async () => await Users.ReplaceUserAsync(new()
        {
            OrganizationId = tenant.Id,
            UserId = user.Id,
            Document = Tenant.Document("ada@example.com", family: "King"),
            IfVersion = { user.Version },
            Cause = RunningServices.NewCause(),
        }));
        (await tenant.GetAsync(user.Id)).Document.ToStringUtf8().ShouldContain("King");
    }

    [Fact]
    public async Task P29_AReleaseOfTheVersionThatWasLookedAt_IsMade()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        await replica.LosingAsync(user.Id, async () => await Users.ReleaseUserAsync(
            new() { OrganizationId = tenant.Id, UserId = user.Id, IfVersion = user.Version, Cause = RunningServices.NewCause() }));
        (await tenant.GetAsync(user.Id)).Source.ShouldBe(Source.Local);
    }

    [Fact]
    public async Task P29_ADeletedUser_IsDeleted_AndASecondDeletion_FindsNobody()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var request = new DeleteUserRequest { OrganizationId = tenant.Id, UserId = user.Id, IfVersion = { user.Version }, Cause = RunningServices.NewCause() };
        await replica.LosingAsync(user.Id, async () => await Users.DeleteUserAsync(request));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
        await Refused.WithAsync(Reason.UserNotFound, async () => await Users.DeleteUserAsync(request));
    }

    [Fact]
    public async Task P29_AnErasedUser_IsErased()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewCollaboratorAsync();
        await replica.LosingAsync(user.Id, async () => await Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() }));
        await Refused.WithAsync(Reason.UserNotFound, () => tenant.GetAsync(user.Id));
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => replica = await LosingReplica.StartAsync(running, Program.Build);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (replica is not null)
        {
            await replica.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
