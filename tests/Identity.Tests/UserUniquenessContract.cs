using Google.Protobuf;
using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.Identity.Tests;

public sealed class UserUniquenessOnEmbeddedTests(RunningOnEmbedded running) : UserUniquenessContract(running);

public sealed class UserUniquenessOnRedisTests(RunningOnRedis running) : UserUniquenessContract(running);

/// <summary>Whose a userName is (P6, P7, P32), and that writers never undo each other.</summary>
public abstract class UserUniquenessContract(RunningOn running)
{
    [Fact]
    public async Task P7_AnUnknownUserName_GetsANewId()
    {
        var tenant = await running.NewTenantAsync();
        var (one, other) = (await tenant.NewUserAsync("ada@example.com"), await tenant.NewUserAsync("grace@example.com"));
        one.Id.ShouldNotBe(other.Id);
        (one.Source, one.State, one.Version, one.Tenure).ShouldBe((Source.Scim, UserState.Active, 1ul, 1u));
        (await tenant.GetAsync(one.Id)).ShouldBe(one);
    }

    [Fact]
    public async Task P7_CreatingAUserThatExistsLocally_TakesItOver()
    {
        var tenant = await running.NewTenantAsync();
        var local = await tenant.NewCollaboratorAsync("grace@example.com");
        var response = await tenant.ProvisionAsync(Tenant.Document("Grace@example.com", externalId: "okta-1"));
        (response.User.Id, response.User.Source, response.User.ExternalId).ShouldBe((local.Id, Source.Scim, "okta-1"));
        (await tenant.GetAsync(local.Id)).ShouldBe(response.User);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
        (await LogReader.ReadAsync(running.Services.IdentityAddress, tenant.Id))[^1].UserUpdated.TakenOver.ShouldBeTrue();
    }

    [Fact]
    public async Task P7_CreatingAUserThatSignedInJustInTime_TakesItOver()
    {
        var tenant = await running.NewTenantAsync(ProvisioningMode.Jit);
        var jit = (await tenant.SignInAsync("ada@example.com")).User;
        await tenant.SetModeAsync(ProvisioningMode.Scim);
        var user = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com"))).User;
        (user.Id, user.Source).ShouldBe((jit.Id, Source.Scim));
    }

    [Fact]
    public async Task P7_CreatingAnActiveScimUser_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await Refused.WithAsync(Reason.UserNameTaken, () => tenant.NewUserAsync("ada@example.com"));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P7_CreatingADeactivatedUser_ReinstatesIt()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.SetActiveAsync(user.Id, false);
        var back = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com", given: "Augusta"))).User;
        (back.Id, back.State, back.Deactivated).ShouldBe((user.Id, UserState.Active, null));
        back.Document.ToStringUtf8().ShouldContain("Augusta");
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Fact]
    public async Task P7_OfCreatesAtOnce_OneSucceedsAndTheOthersAreRefused()
    {
        var tenant = await running.NewTenantAsync();
        for (var round = 0; round < 5; round++)
        {
            var name = $"ada{round}@example.com";
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => OutcomeAsync(tenant, i % 2 == 0 ? name : name.ToUpperInvariant())));
            outcomes.Count(outcome => outcome is null).ShouldBe(1);
            outcomes.Count(outcome => outcome == Reason.UserNameTaken).ShouldBe(15);
        }

        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(5u);
        (await tenant.FindAsync("")).TotalResults.ShouldBe(5u);
    }

    [Theory]
    [InlineData("ADA@EXAMPLE.COM")]
    [InlineData("  ada@example.com ")]
    [InlineData("ａｄａ@example.com")]
    [InlineData("ada@ｅxample.com")]
    public async Task P32_TheSameNameInAnotherForm_IsTheSameUser(string form)
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await Refused.WithAsync(Reason.UserNameTaken, () => tenant.NewUserAsync(form));
        (await tenant.FindAsync($"userName eq \"{form}\"")).Users.Select(found => found.Id).ShouldBe([user.Id]);
    }

    [Fact]
    public async Task P32_AComposedAndADecomposedName_AreTheSameUser()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewUserAsync("ren\u00e9@example.com");
        await Refused.WithAsync(Reason.UserNameTaken, () => tenant.NewUserAsync("rene\u0301@example.com"));
    }

    [Fact]
    public async Task P6_P32_TheUserName_IsKeptAsItWasSent()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync(" Ada@Example.COM");
        (await tenant.GetAsync(user.Id)).UserName.ShouldBe(" Ada@Example.COM");
    }

    [Theory]
    [InlineData("ada\u200b@example.com")]
    [InlineData("ada\u0007@example.com")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task P32_AUserNameThatIsNone_IsRefused(string userName)
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.NewUserAsync(userName));
        (await tenant.FindAsync("")).TotalResults.ShouldBe(0u);
    }

    [Fact]
    public async Task P6_ADocumentWithoutUserName_IsRefused()
    {
        var tenant = await running.NewTenantAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.ProvisionAsync(ByteString.CopyFromUtf8("{\"displayName\":\"Ada\"}")));
        var user = await tenant.NewUserAsync();
        await Refused.WithAsync(Reason.InvalidValue, () => tenant.ReplaceAsync(user.Id, ByteString.CopyFromUtf8("{\"displayName\":\"Ada\"}")));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P6_AnotherUsersName_IsRefusedInAPutAndAPatch()
    {
        var tenant = await running.NewTenantAsync();
        await tenant.NewUserAsync("ada@example.com");
        var user = await tenant.NewUserAsync("grace@example.com");
        await Refused.WithAsync(Reason.UserNameTaken, () => tenant.ReplaceAsync(user.Id, Tenant.Document("ADA@example.com")));
        await Refused.WithAsync(Reason.UserNameTaken, () => tenant.PatchAsync(user.Id, ("userName", "\"Ada@example.com\"")));
        (await tenant.GetAsync(user.Id)).ShouldBe(user);
    }

    [Fact]
    public async Task P6_AFormerUserName_IsFreeAgain()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync("ada@example.com");
        await tenant.PatchAsync(user.Id, ("userName", "\"lovelace@example.com\""));
        (await tenant.NewUserAsync("ada@example.com")).Id.ShouldNotBe(user.Id);
        (await tenant.FindAsync("userName eq \"lovelace@example.com\"")).Users.Single().Id.ShouldBe(user.Id);
    }

    [Fact]
    public async Task P6_TheSameNameInAnotherOrganization_IsAnotherUser()
    {
        var (one, other) = (await running.NewTenantAsync(), await running.NewTenantAsync());
        (await one.NewUserAsync("ada@example.com")).Id.ShouldNotBe((await other.NewUserAsync("ada@example.com")).Id);
    }

    [Fact]
    public async Task P29_AReplayOfACreate_AnswersTheFirstResult()
    {
        var tenant = await running.NewTenantAsync();
        var cause = RunningServices.NewCause();
        var first = (await tenant.ProvisionAsync(Tenant.Document("ada@example.com"), cause: cause)).User;
        (await tenant.ProvisionAsync(Tenant.Document("ada@example.com"), cause: cause)).User.ShouldBe(first);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Fact]
    public async Task P29_ReplaysAtOnce_AllAnswerTheFirstResult()
    {
        var tenant = await running.NewTenantAsync();
        var cause = RunningServices.NewCause();
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.ProvisionAsync(Tenant.Document("ada@example.com"), cause: cause)));
        users.Select(response => response.User.Id).Distinct().Count().ShouldBe(1);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Fact]
    public async Task WritersOfOneUserAtOnce_LoseNothing()
    {
        var tenant = await running.NewTenantAsync();
        var user = await tenant.NewUserAsync();
        var numbers = Enumerable.Range(100, 16).Select(number => $"+1-555-0{number}").ToList();
        await Task.WhenAll(numbers.Select(number => running.Services.Users.PatchUserAsync(new()
        {
            OrganizationId = tenant.Id,
            UserId = user.Id,
            Operations = { new PatchOperation { Op = PatchOperation.Types.Op.Add, Path = "phoneNumbers", Value = $"[{{\"value\":\"{number}\"}}]" } },
            Cause = RunningServices.NewCause(),
        }).ResponseAsync));
        var after = await tenant.GetAsync(user.Id);
        numbers.ShouldAllBe(number => after.Document.ToStringUtf8().Contains(System.Text.Json.JsonSerializer.Serialize(number, (System.Text.Json.JsonSerializerOptions?)null).Trim('"')));
        after.Version.ShouldBe(17ul);
    }

    private static async Task<Reason?> OutcomeAsync(Tenant tenant, string userName)
    {
        try
        {
            await tenant.NewUserAsync(userName);
            return null;
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e);
        }
    }
}
