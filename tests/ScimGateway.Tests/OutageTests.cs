using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.ServiceDefaults;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What happens while something behind the gateway is away, or goes wrong: P28, P29, P31.</summary>
public sealed class OutageTests(RunningGateway running)
{
    [Fact]
    public async Task P31_AStoppedService_IsAShortOutageFirst_429_AndALongOneLater_503_EachWithWholeSeconds()
    {
        await using var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        await using var services = await RunningServices.StartAsync(store.Connection);
        var url = await services.StartGatewayAsync(new()
        {
            ["Gateway:LongOutageSeconds"] = "1",
            ["Gateway:RetryAfterSeconds"] = "3",
            ["Gateway:CallerCacheMilliseconds"] = "0",
        });
        using var scim = ScimClient.WithToken(url, (await services.IssueTokenAsync(await services.CreateOrganizationAsync())).Secret);
        (await scim.PostAsync("/Groups", ScimBodies.Group("Team"))).Status.ShouldBe(201);

        await services.StopAsync(services.GroupsAddress);
        var brief = await scim.GetAsync("/Groups");
        (brief.Status, brief.Headers.RetryAfter!.ToString()).ShouldBe((429, "3"));
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var lasting = await scim.PostAsync("/Groups", ScimBodies.Group("Another"));
        (lasting.Status, lasting.Headers.RetryAfter!.ToString()).ShouldBe((503, "3"));
        (await scim.GetAsync("/Users")).Status.ShouldBe(200); // another service's outage is not this one's
    }

    [Fact]
    public async Task P28_P31_AStoppedTokensService_Is429_NotARefusedToken()
    {
        await using var store = new EmbeddedTestStore();
        await store.InitializeAsync();
        await using var services = await RunningServices.StartAsync(store.Connection);
        var url = await services.StartGatewayAsync();
        using var scim = ScimClient.WithToken(url, (await services.IssueTokenAsync(await services.CreateOrganizationAsync())).Secret);
        await services.StopAsync(services.TokensAddress);
        (await scim.GetAsync("/Users")).Status.ShouldBe(429);
    }

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unknown)]
    public async Task P28_AnInternalError_Is500_AndTellsNothingOfItself(StatusCode code)
    {
        await using var groups = await GroupsOfTests.StartAsync(new() { OnGet = () => throw new RpcException(new(code, "secret.internal:6379")) });
        using var scim = await running.NewClientAsync(groups);
        var answer = await scim.GetAsync("/Groups/g1");
        answer.Status.ShouldBe(500);
        answer.Text.ShouldNotContain("secret");
        answer.Detail.ShouldContain("X-Request-Id");
        answer.Headers.Contains("X-Request-Id").ShouldBeTrue();
    }

    [Theory]
    [InlineData(Reason.Busy, 429)]
    [InlineData(Reason.StoreUnavailable, 429)]
    public async Task P31_ARefusalThatPasses_Is429(Reason reason, int status)
    {
        await using var groups = await GroupsOfTests.StartAsync(new() { OnGet = () => throw Refusals.ToRpcException(reason, "Later.") });
        using var scim = await running.NewClientAsync(groups);
        var answer = await scim.GetAsync("/Groups/g1");
        answer.Status.ShouldBe(status);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, 429)]
    [InlineData(StatusCode.Internal, 500)]
    public async Task P28_MembersThatCannotBeRead_AreAWholeErrorAndNotHalfAnAnswer(StatusCode code, int status)
    {
        await using var groups = await GroupsOfTests.StartAsync(new() { OnMembers = _ => throw new RpcException(new(code, "")) });
        using var scim = await running.NewClientAsync(groups);
        (await scim.GetAsync("/Groups/g1")).Status.ShouldBe(status);
        (await scim.GetAsync("/Groups")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task P28_MembersThatBreakOffAfterThousands_AreNoWholeAnswer()
    {
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnMembers = async pages =>
            {
                await pages.WriteAsync(new() { UserIds = { Enumerable.Range(0, 5_000).Select(number => $"user-{number}") } });
                throw new RpcException(new(StatusCode.Unavailable, ""));
            },
        });
        using var scim = await running.NewClientAsync(groups);
        await Should.ThrowAsync<HttpRequestException>(() => scim.GetAsync("/Groups/g1"));
    }

    [Fact]
    public async Task P29_MembersThatCannotBeReadAfterAChange_MakeNoErrorOfIt()
    {
        await using var groups = await GroupsOfTests.StartAsync(new() { OnMembers = _ => throw new RpcException(new(StatusCode.Unavailable, "")) });
        using var scim = await running.NewClientAsync(groups);
        var created = await scim.PostAsync("/Groups", ScimBodies.Group("Team", "u1"));
        created.Status.ShouldBe(201);
        created.Body.ContainsKey("members").ShouldBeFalse(); // Okta takes it without (okta.md 5.2)
        (await scim.PutAsync("/Groups/g1", ScimBodies.Group("Team", "u1"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task P29_AUsersGroupsThatCannotBeReadAfterAChange_MakeNoErrorOfIt()
    {
        await using var groups = await GroupsOfTests.StartAsync(new());
        using var scim = await running.NewClientAsync(groups);
        var created = await scim.PostAsync("/Users?attributes=userName,groups", ScimBodies.User("ada@example.com"));
        (created.Status, created.Body.ContainsKey("groups")).ShouldBe((201, false));
        (await scim.GetAsync($"/Users/{created.Id}?attributes=groups")).Status.ShouldBe(500); // nothing was changed, so it says so
    }

    [Fact]
    public async Task P7_P29_ACreateWhoseAnswerGotLost_IsAskedAgainWithTheSameRequestId_AndMakesOneUser()
    {
        var users = new UsersBehindALossyNet(running.Services.Users, running.Services.Organizations);
        await using var identity = await GrpcHost.StartAsync(users, users.Organizations);
        var tenant = await running.NewTenantAsync();
        var url = await running.Services.StartGatewayAsync(new() { ["Services:identity"] = identity.Address.ToString() });
        using var scim = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync(tenant.Id)).Secret);
        var created = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        created.Status.ShouldBe(201);
        users.RequestIds.Count.ShouldBe(2);
        users.RequestIds.Distinct().ShouldHaveSingleItem().ShouldBe(created.Headers.GetValues("X-Request-Id").Single());
        (await tenant.FindAsync("userName eq \"ada@example.com\"")).Users.ShouldHaveSingleItem().Id.ShouldBe(created.Id);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(1u);
    }

    [Fact]
    public async Task HealthAndReadiness_TellTheProcessFromWhatIsBehindIt()
    {
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(running.BaseUrl, "/healthz"))).IsSuccessStatusCode.ShouldBeTrue();
        (await http.GetAsync(new Uri(running.BaseUrl, "/readyz"))).IsSuccessStatusCode.ShouldBeTrue();
        var alone = await running.Services.StartGatewayAsync(new() { ["Services:groups"] = "http://127.0.0.1:1" });
        (await http.GetAsync(new Uri(alone, "/healthz"))).IsSuccessStatusCode.ShouldBeTrue();
        ((int)(await http.GetAsync(new Uri(alone, "/readyz"))).StatusCode).ShouldBe(503);
    }
}
