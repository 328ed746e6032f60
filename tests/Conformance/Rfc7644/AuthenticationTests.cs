using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §2, §6 and §7: who asks, and what they may.</summary>
public sealed class AuthenticationTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-2-02", "7644-2-08", "7644-6-01", "7644-6.1-01", "7644-7.7-03")]
    public async Task ABearerToken_NamesItsOrganization_AndNoOther()
    {
        var user = await NewUserAsync();
        var (_, elsewhere) = await Running.NewOrganizationAsync();
        using (elsewhere)
        {
            (await elsewhere.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(404);
            (await elsewhere.GetAsync("/Users")).Resources.ShouldBeEmpty();
            (await elsewhere.DeleteAsync($"/Users/{user.Id}")).Status.ShouldBe(404);
            (await elsewhere.PostAsync("/Users", ScimBodies.User("ada@example.com"))).Status.ShouldBe(201);
        }

        (await Scim.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(200);
    }

    [Theory, Requirement("7644-2-04", "7644-2-05", "7644-2-06", "7644-3.12-05")]
    [InlineData("Authorization", "Basic YWRhOnNlY3JldA==")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer nobody")]
    [InlineData("Authorization", "Digest username=\"ada\"")]
    [InlineData("Cookie", "session=1")]
    [InlineData("X-Nothing", "")]
    public async Task WhoeverHasNoToken_IsTold401AndTheScheme(string header, string value)
    {
        using var nobody = new ScimClient(Running.BaseUrl, null);
        var refused = await nobody.GetAsync("/Users", (header, value));
        refused.Status.ShouldBe(401);
        refused.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
    }

    [Fact, Divergence("token-without-scheme")]
    public async Task ATokenWithoutAScheme_IsTaken()
    {
        using var plain = new ScimClient(Running.BaseUrl, (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        (await plain.GetAsync("/Users")).Status.ShouldBe(200);
    }

    [Fact, Requirement("7644-2-07", "7644-2-09", "7644-2.1-01", "7644-7.7-03", "7644-3.12-05")]
    public async Task AToken_MayWhatItsScopesSay()
    {
        var user = await NewUserAsync();
        using var reader = ScimClient.WithToken(Running.BaseUrl, (await Running.Services.IssueTokenAsync(Tenant.Id, Scope.Read)).Secret);
        (await reader.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(200);
        (await reader.PostAsync("/Users", ScimBodies.User("b@example.com"))).Status.ShouldBe(403);
        (await reader.PutAsync($"/Users/{user.Id}", ScimBodies.User("b@example.com"))).Status.ShouldBe(403);
        (await reader.PatchAsync($"/Users/{user.Id}", """{"op":"replace","path":"title","value":"x"}""")).Status.ShouldBe(403);
        (await reader.DeleteAsync($"/Users/{user.Id}")).Status.ShouldBe(403);

        using var writer = ScimClient.WithToken(Running.BaseUrl, (await Running.Services.IssueTokenAsync(Tenant.Id, Scope.Write)).Secret);
        (await writer.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(403);
        (await writer.PutAsync($"/Users/{user.Id}", ScimBodies.User("b@example.com"))).Status.ShouldBe(200);
    }

    [Fact, Divergence("provisioning-mode")]
    public async Task AnOrganizationThatProvisionsJustInTime_IsForbiddenEverything()
    {
        var (_, justInTime) = await Running.NewOrganizationAsync(ProvisioningMode.Jit);
        using (justInTime)
        {
            foreach (var target in new[] { "/Users", "/Groups", "/ServiceProviderConfig", "/Users/x" })
            {
                var refused = await justInTime.GetAsync(target);
                refused.Status.ShouldBe(403);
                refused.Detail.ShouldContain("SCIM");
            }
        }
    }

    [Fact, Requirement("7644-7.4-01")]
    public async Task AToken_CannotBeGuessed()
    {
        var secrets = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            secrets.Add((await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        }

        secrets.ShouldBeUnique();
        secrets.ShouldAllBe(secret => secret.Length >= 43); // 256 bits in base64 or base62
        var common = Enumerable.Range(0, secrets[0].Length).TakeWhile(i => secrets.All(secret => secret[i] == secrets[0][i])).Count();
        (secrets[0].Length - common).ShouldBeGreaterThanOrEqualTo(43, "beyond the prefix");
    }

    [Fact, Requirement("7644-7.4-03", "7644-2.1-03"), Divergence("token-lifetime")]
    public async Task AToken_HoldsUntilItIsRevoked()
    {
        var issued = await Running.Services.IssueTokenAsync(Tenant.Id);
        using var client = ScimClient.WithToken(Running.BaseUrl, issued.Secret);
        (await client.GetAsync("/Users")).Status.ShouldBe(200);
        await Running.Services.Tokens.RevokeTokenAsync(new() { OrganizationId = Tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() });
        (await client.GetAsync("/Users")).Status.ShouldBe(401);
        (await Scim.GetAsync("/Users")).Status.ShouldBe(200);
    }

    [Fact, Requirement("7644-7.4-03", "7644-2.1-03")]
    public async Task AToken_HoldsUntilItsExpiry()
    {
        var issued = await Running.Services.Tokens.IssueTokenAsync(new()
        {
            OrganizationId = Tenant.Id,
            Label = "Short",
            Expires = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddSeconds(1)),
            Cause = RunningServices.NewCause(),
        });
        using var client = ScimClient.WithToken(Running.BaseUrl, issued.Secret);
        await Eventually.HoldsAsync(async () => (await client.GetAsync("/Users")).Status == 401);
    }

    [Fact, Requirement("7644-7.6-01", "7644-7.6-02")]
    public async Task TooManyRequests_AreRefusedForAWhile_ForThatOrganizationAlone()
    {
        var limited = await Running.Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "1", ["Gateway:RequestBurst"] = "5" });
        using var client = ScimClient.WithToken(limited, (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret);
        var statuses = new List<int>();
        for (var i = 0; i < 30 && !statuses.Contains(429); i++)
        {
            var answer = await client.GetAsync("/Users");
            statuses.Add(answer.Status);
            if (answer.Status == 429)
            {
                answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            }
        }

        statuses.ShouldContain(200);
        statuses.ShouldContain(429);
        var other = await Running.NewTenantAsync();
        using var spared = ScimClient.WithToken(limited, (await Running.Services.IssueTokenAsync(other.Id)).Secret);
        (await spared.GetAsync("/Users")).Status.ShouldBe(200);
    }
}
