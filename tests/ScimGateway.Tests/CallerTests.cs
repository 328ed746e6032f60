using System.Diagnostics;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Who may ask, over HTTP: P2, P4, P5.</summary>
public sealed class CallerTests(RunningGateway running)
{
    [Fact]
    public async Task P2_InJitMode_EveryRequestIs403_ThatSaysThatScimIsNotEnabled()
    {
        var (tenant, scim) = await running.NewOrganizationAsync(ProvisioningMode.Jit);
        using (scim)
        {
            foreach (var answer in new[]
            {
                await scim.GetAsync("/Users?startIndex=1&count=2"),
                await scim.PostAsync("/Users", ScimBodies.User("ada@example.com")),
                await scim.GetAsync("/Groups"),
                await scim.GetAsync("/ServiceProviderConfig"),
                await scim.DeleteAsync("/Groups/x"),
            })
            {
                answer.Status.ShouldBe(403);
                answer.Detail.ShouldContain("SCIM isn't enabled");
            }

            (await tenant.FindAsync("userName eq \"ada@example.com\"")).TotalResults.ShouldBe(0u);
        }
    }

    [Fact]
    public async Task P1_P2_SwitchingTheMode_OpensAndClosesTheGateway_AndDeletesNothing()
    {
        var (tenant, scim) = await running.NewOrganizationAsync(ProvisioningMode.Jit);
        using (scim)
        {
            await tenant.SetModeAsync(ProvisioningMode.Scim);
            var created = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            created.Status.ShouldBe(201);
            await tenant.SetModeAsync(ProvisioningMode.Jit);
            (await scim.GetAsync("/Users")).Status.ShouldBe(403);
            await tenant.SetModeAsync(ProvisioningMode.Scim);
            (await scim.GetAsync($"/Users/{created.Id}")).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task P4_ARevokedToken_IsRefusedWithin5Seconds_ByAGatewayThatHasSeenIt()
    {
        var tenant = await running.NewTenantAsync();
        var issued = await running.Services.IssueTokenAsync(tenant.Id);
        using var scim = ScimClient.WithToken(running.DefaultBaseUrl, issued.Secret);
        (await scim.GetAsync("/Users?count=1")).Status.ShouldBe(200);
        await running.Services.Tokens.RevokeTokenAsync(
            new() { OrganizationId = tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });

        // The bound is the product's own, measured from the answer to the revocation.
        var revoked = Stopwatch.GetTimestamp();
        var lastAccepted = TimeSpan.Zero;
        while (await scim.GetAsync("/Users?count=1") is { Status: 200 } && Stopwatch.GetElapsedTime(revoked) < TimeSpan.FromSeconds(20))
        {
            lastAccepted = Stopwatch.GetElapsedTime(revoked);
            await Task.Delay(100);
        }

        lastAccepted.ShouldBeLessThan(TimeSpan.FromSeconds(5.5)); // a request that began before is let through
        (await scim.GetAsync("/Users?count=1")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task P4_WithoutACache_ARevokedToken_IsRefusedAtOnce_AndItsReplacementLives()
    {
        var tenant = await running.NewTenantAsync();
        var issued = await running.Services.IssueTokenAsync(tenant.Id);
        var replacing = await running.Services.Tokens.ReplaceTokenAsync(
            new() { OrganizationId = tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });
        using var first = ScimClient.WithToken(running.BaseUrl, issued.Secret);
        using var second = ScimClient.WithToken(running.BaseUrl, replacing.Secret);
        (await first.GetAsync("/Users")).Status.ShouldBe(200);
        (await second.GetAsync("/Users")).Status.ShouldBe(200);
        await running.Services.Tokens.RevokeTokenAsync(
            new() { OrganizationId = tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });
        (await first.GetAsync("/Users")).Status.ShouldBe(401);
        (await second.GetAsync("/Users")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task P4_ATokenThatMayOnlyRead_ReadsAndDoesNotWrite()
    {
        var (tenant, writer) = await running.NewOrganizationAsync();
        using (writer)
        {
            using var reader = await ClientAsync(tenant, Scope.Read);
            var user = await writer.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            (await reader.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(200);
            (await reader.SendAsync(HttpMethod.Head, $"/Users/{user.Id}", null)).Status.ShouldBe(200);
            (await reader.PostAsync("/Users", ScimBodies.User("grace@example.com"))).Status.ShouldBe(403);
            (await reader.PutAsync($"/Users/{user.Id}", ScimBodies.User("grace@example.com"))).Status.ShouldBe(403);
            (await reader.PatchAsync($"/Users/{user.Id}", """{"op":"replace","path":"active","value":false}""")).Status.ShouldBe(403);
            (await reader.DeleteAsync($"/Users/{user.Id}")).Status.ShouldBe(403);
            (await writer.GetAsync($"/Users/{user.Id}")).Text.ShouldBe((await reader.GetAsync($"/Users/{user.Id}")).Text);
            (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
        }
    }

    [Fact]
    public async Task P4_ATokenThatMayOnlyWrite_DoesNotRead()
    {
        var tenant = await running.NewTenantAsync();
        using var writer = await ClientAsync(tenant, Scope.Write);
        var created = await writer.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        created.Status.ShouldBe(201);
        (await writer.GetAsync($"/Users/{created.Id}")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("Bearer   {0}")]
    [InlineData("{0}")]
    public async Task P5_TheTokenWithOrWithoutBearer_IsAccepted(string form)
    {
        var tenant = await running.NewTenantAsync();
        using var scim = new ScimClient(running.BaseUrl, string.Format(null, form, (await running.Services.IssueTokenAsync(tenant.Id)).Secret));
        (await scim.GetAsync("/Users?startIndex=1&count=2")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Basic {0}")]
    [InlineData("Bearer {0}x")]
    [InlineData("non-token")]
    [InlineData("Bearer Bearer {0}")]
    public async Task P5_EverythingElse_Is401_WithTheSchemeAndWithoutTheToken(string? form)
    {
        var tenant = await running.NewTenantAsync();
        var secret = (await running.Services.IssueTokenAsync(tenant.Id)).Secret;
        using var scim = new ScimClient(running.BaseUrl, form is null ? null : string.Format(null, form, secret));
        foreach (var target in new[] { "/Users", "/Groups/x", "/ServiceProviderConfig", "/nothing" })
        {
            var answer = await scim.GetAsync(target);
            answer.Status.ShouldBe(401);
            answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
            answer.Text.ShouldNotContain(secret);
        }
    }

    private async Task<ScimClient> ClientAsync(Tenant tenant, Scope scope) =>
        ScimClient.WithToken(running.BaseUrl, (await running.Services.IssueTokenAsync(tenant.Id, scope)).Secret);
}
