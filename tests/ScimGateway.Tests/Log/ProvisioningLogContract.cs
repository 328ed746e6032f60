using System.Text.Json.Nodes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.ScimGateway.Storage;
using Shouldly;
using Xunit;
using Kind = OptiId.Gateway.V1.SetupWarning.Types.Kind;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the provisioning log promises (protos/optiid/gateway/v1/provisioning_log.proto), on each store.</summary>
public abstract class ProvisioningLogContract(RunningOn running)
{
    private const string Okta = "Okta SCIM Client 1.0.0";

    [Fact]
    public async Task P26_EachRequest_IsLogged_NewestFirst_WithWordsAndDetail()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var scim = organization.Scim;
        await scim.GetAsync("/Users?startIndex=1&count=2", ("User-Agent", Okta));
        var user = await scim.PostAsync("/Users", ScimBodies.User("ann@example.com", user => user["title"] = "Boss"), ("User-Agent", Okta));
        var group = await scim.PostAsync("/Groups", ScimBodies.Group("Editors", user.Id, "nobody"), ("User-Agent", Okta));
        await scim.PatchAsync($"/Users/{user.Id}", """{"op":"replace","value":{"active":false}}""");
        await scim.PatchAsync($"/Users/{user.Id}", """{"op":"replace","value":{"active":true}}""");
        var refused = await scim.PostAsync("/Groups", ScimBodies.Group("Everyone"), ("User-Agent", Okta));
        await scim.DeleteAsync($"/Users/{user.Id}");

        var log = await organization.ReadAsync(7);
        log.Select(entry => entry.Number).ShouldBe([7, 6, 5, 4, 3, 2, 1]);
        log.Reverse().Select(entry => entry.Summary).ShouldBe(
        [
            "Okta tested the credentials", "Okta created ann@example.com", "Okta created the group Editors with 2 members",
            "The identity provider deactivated ann@example.com", "The identity provider reinstated ann@example.com",
            "Okta tried to create the group Everyone", "The identity provider deleted ann@example.com",
        ]);
        log[5].UnusedAttributes.ShouldBe(["title"]);
        log[4].ParkedUserIds.ShouldBe(["nobody"]);
        log[2].MembershipsKept.ShouldBeTrue();
        log[1].Advice.ShouldContain("Push Groups");
        log[1].Status.ShouldBe(409u);
        log[1].Detail.ShouldBe(refused.Detail);

        var detail = await organization.GetAsync(log[5].RequestId);
        detail.Request.ShouldBe(log[5]);
        JsonNode.Parse(detail.RequestBody)!["userName"]!.GetValue<string>().ShouldBe("ann@example.com");
        JsonNode.Parse(detail.ResponseBody)!["id"]!.GetValue<string>().ShouldBe(user.Id);
        detail.RequestHeaders["User-Agent"].ShouldBe(Okta);
        detail.Cut.ShouldBeFalse();
        log[5].RequestId.ShouldBe(user.Headers.GetValues("X-Request-Id").Single());
        (await organization.GetAsync(log[4].RequestId)).ResponseBody.ShouldContain(group.Id);
    }

    [Fact]
    public async Task TheLog_IsSearched_ByFailure_Change_Resource_AndText()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var scim = organization.Scim;
        var ann = await scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await scim.PostAsync("/Users", ScimBodies.User("ben@example.com"));
        for (var index = 0; index < 5; index++)
        {
            await scim.GetAsync($"/Users/{ann.Id}");
        }

        await scim.GetAsync("/Users/nobody");
        await scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));

        (await organization.ReadAsync(9, request => request.OnlyFailed = true)).Select(entry => entry.Status).ShouldBe([409u, 404u]);
        (await organization.ReadAsync(9, request => request.OnlyChanges = true)).Select(entry => entry.Number).ShouldBe([9, 8, 2, 1]);
        (await organization.ReadAsync(9, request => request.ResourceId = ann.Id)).Count.ShouldBe(6);
        (await organization.ReadAsync(9, request => request.Text = "BEN@")).Single().Number.ShouldBe(2ul);
        (await organization.ReadAsync(9, request => (request.Text, request.OnlyFailed) = ("ann@", true))).Single().Number.ShouldBe(9ul);
        (await organization.ReadAsync(9, request => request.PageSize = 2)).Select(entry => entry.Number).ShouldBe([9, 8, 7, 6, 5, 4, 3, 2, 1]);
        (await organization.ReadAsync(9, request => request.ResourceId = "nobody-else")).ShouldBeEmpty();

        await scim.GetAsync("/Users?count=1&note=big+boss");
        (await organization.ReadAsync(10, request => request.Text = "big boss")).Single().Number.ShouldBe(10ul);
    }

    [Fact]
    public async Task RefusedRequests_AreLogged_OfAnOrganizationThatIsKnown_AndOfNobodyElse()
    {
        using var jit = await LoggedOrganization.NewAsync(running, mode: ProvisioningMode.Jit);
        (await jit.Scim.GetAsync("/Users")).Status.ShouldBe(403);
        using (var wrong = ScimClient.WithToken(jit.Scim.BaseUrl, "wrong"))
        {
            (await wrong.GetAsync("/Users")).Status.ShouldBe(401);
        }

        await jit.Tenant.SetModeAsync(ProvisioningMode.Scim);
        (await jit.Scim.GetAsync("/Users")).Status.ShouldBe(200);
        (await jit.Scim.GetAsync($"/Users?unknown={new string('x', 9_000)}")).Status.ShouldBe(414);
        (await jit.Scim.GetAsync("/Users", ("X-Large", new string('x', 33_000)))).Status.ShouldBe(431);
        var refused = await jit.ReadAsync(4);
        refused.Select(entry => entry.Status).ShouldBe([431u, 414u, 200u, 403u]);
        refused.Take(2).ShouldAllBe(entry => entry.Advice.Contains("too large"));

        using var limited = await LoggedOrganization.NewAsync(running, new() { ["Gateway:RequestsPerSecond"] = "1", ["Gateway:RequestBurst"] = "1" });
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => limited.Scim.GetAsync("/Users")));
        await Eventually.HoldsAsync(async () => (await limited.ReadAsync(1)).Any(entry => entry.Status == 429));
    }

    [Fact]
    public async Task ATokenThatIsOver_StillInUse_IsLogged_OnceAMinute_AndWarnedOf_BesideItsReplacementToo()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var over = await running.Services.IssueTokenAsync(organization.Tenant.Id);
        await running.Services.Tokens.RevokeTokenAsync(new() { OrganizationId = organization.Tenant.Id, TokenId = over.Token.Id, Cause = RunningServices.NewCause() });
        using (var old = ScimClient.WithToken(organization.Scim.BaseUrl, over.Secret))
        {
            for (var index = 0; index < 3; index++)
            {
                (await old.PostAsync("/Users", ScimBodies.User("ann@example.com"), ("User-Agent", Okta))).Status.ShouldBe(401);
            }
        }

        var entry = (await organization.ReadAsync(1)).Single();
        (entry.Status, entry.TokenId, entry.Summary).ShouldBe((401u, over.Token.Id, "Okta tried to create a user"));
        entry.Advice.ShouldContain("enter a token");
        (await organization.StatusAsync()).Warnings.Single().Kind.ShouldBe(Kind.TokenRefused);
        (await LogScan.FindAsync(running.Store, over.Secret)).ShouldBeEmpty();

        await organization.Scim.GetAsync("/Users?startIndex=1&count=2");
        (await organization.ReadAsync(2)).Count.ShouldBe(2);
        (await organization.StatusAsync()).Warnings.Single().Kind.ShouldBe(Kind.TokenRefused);
    }

    [Fact]
    public async Task TwoGateways_NumberOneLog_WithoutAGapOrADouble()
    {
        using var first = await LoggedOrganization.NewAsync(running);
        using var second = await LoggedOrganization.NewAsync(running, first.Tenant, (await running.Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "0" })), NoGrpc);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(index => (index % 2 == 0 ? first : second).Scim.GetAsync("/Users?startIndex=1&count=2")));
        var log = await first.ReadAsync(300);
        log.Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, 300).Reverse().Select(number => (ulong)number));
        log.Select(entry => entry.RequestId).ShouldBe(answers.Select(answer => answer.Headers.GetValues("X-Request-Id").Single()), ignoreOrder: true);
    }

    [Fact]
    public async Task TheLog_IsBounded_AndTheOldestGo()
    {
        using var organization = await LoggedOrganization.NewAsync(running, new() { ["Gateway:LogMaximumRequests"] = "100" });
        var first = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        for (var index = 0; index < 30; index++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => organization.Scim.GetAsync("/Users?count=1")));
        }

        IReadOnlyList<LoggedRequest> log = [];
        await Eventually.HoldsAsync(async () => (log = await organization.ReadAsync(301)).Count < 100 + RequestStore.Slack);
        log.Select(entry => entry.Number).ShouldBe(Enumerable.Range(0, log.Count).Select(back => 301ul - (ulong)back));
        log.Count.ShouldBeInRange(100, 100 + RequestStore.Slack);
        await Refused.WithAsync(Reason.RequestNotFound, () => organization.GetAsync(first.Headers.GetValues("X-Request-Id").Single()));
        (await organization.ReadAsync(301, request => request.ResourceId = first.Id)).ShouldBeEmpty();
        (await SyncsAsync(organization, first.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WhoFollows_GetsWhatCameBefore_ThenEachRequestAsItComes()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await organization.Scim.PostAsync("/Users", ScimBodies.User("ben@example.com"));
        await organization.ReadAsync(2);
        using var old = organization.Log.FollowRequests(new() { OrganizationId = organization.Tenant.Id, After = 1 });
        using var live = organization.Log.FollowRequests(new() { OrganizationId = organization.Tenant.Id });
        await live.ResponseHeadersAsync;
        await organization.Scim.PostAsync("/Users", ScimBodies.User("cyd@example.com"));
        (await TakeAsync(old, 2)).ShouldBe([2, 3]);
        await organization.Scim.PostAsync("/Users", ScimBodies.User("dan@example.com"));
        (await TakeAsync(live, 2)).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task TheStatus_TellsMilestones_Counts_AndWarnings()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        (await organization.StatusAsync()).ShouldBe(new());
        await organization.Scim.GetAsync("/Users?startIndex=1&count=2", ("User-Agent", Okta));
        var user = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com", user => user["nickName"] = "A"), ("User-Agent", Okta));
        await organization.Scim.PostAsync("/Groups", ScimBodies.Group("Editors", user.Id), ("User-Agent", Okta));
        await organization.Scim.PostAsync("/Groups", ScimBodies.Group("editors"), ("User-Agent", Okta));
        await organization.Scim.PostAsync("/Groups", ScimBodies.Group("Admin Center Administrators"), ("User-Agent", Okta));
        await organization.ReadAsync(5);
        var status = await organization.StatusAsync();
        (status.Client, status.Head, status.RequestsToday, status.FailuresToday, status.ChangesToday, status.NotRecorded).ShouldBe((Client.Okta, 5ul, 5ul, 2ul, 2ul, 0ul));
        foreach (var milestone in new[] { status.FirstRequest, status.CredentialsTested, status.FirstUser, status.FirstGroup, status.FirstMembership, status.LastFailure, status.LastRequest })
        {
            milestone.ShouldNotBeNull();
        }

        status.Warnings.Select(warning => warning.Kind).ShouldBe([Kind.UnusedAttributes, Kind.GroupNameTaken, Kind.ReservedGroupPushed], ignoreOrder: true);
    }

    [Fact]
    public async Task LastSyncs_AreOfWrites_ChangedOrNot()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var user = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        var again = await organization.Scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ann@example.com"));
        await organization.Scim.GetAsync($"/Users/{user.Id}");
        await organization.ReadAsync(3);
        (await SyncsAsync(organization, user.Id, "nobody")).Single().RequestId.ShouldBe(again.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async Task AnOperationOfABulkRequest_IsAnEntry_AndTheRequestToo()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var answer = await organization.Scim.PostAsync("/Bulk", JsonNode.Parse("""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
            {"method":"POST","path":"/Users","bulkId":"a","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann@example.com","password":"CanarySecret77"}},
            {"method":"DELETE","path":"/Users/nobody"}]}
            """)!);
        answer.Status.ShouldBe(200);
        var log = await organization.ReadAsync(3);
        log.Select(entry => (entry.Summary, entry.Status)).ShouldBe(
        [
            ("The identity provider sent 2 operations in a bulk request", 200u), ("The identity provider tried to delete the user nobody", 404u),
            ("The identity provider created ann@example.com", 201u),
        ]);
        log.Skip(1).Select(entry => entry.BulkRequestId).ShouldBe([log[0].RequestId, log[0].RequestId]);
        log[0].Changes.ShouldBe(["1 of 2 operations failed"]);
        foreach (var entry in log)
        {
            (await organization.GetAsync(entry.RequestId)).ToString().ShouldNotContain("CanarySecret77");
        }
    }

    [Fact]
    public async Task P6_NoSecret_IsInTheStore()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var canary = $"Canary{Guid.NewGuid():N}";
        var user = await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com", user => user["password"] = canary));
        await organization.Scim.PatchAsync($"/Users/{user.Id}", $$"""{"op":"replace","path":"password","value":"{{canary}}"}""");
        await organization.Scim.GetAsync($"/Users?filter=password%20eq%20%22{canary}%22");
        await organization.Scim.GetAsync($"/Users?token={organization.Secret}");
        await organization.ReadAsync(4);
        (await LogScan.FindAsync(running.Store, canary)).ShouldBeEmpty();
        (await LogScan.FindAsync(running.Store, organization.Secret)).ShouldBeEmpty();
        (await LogScan.FindAsync(running.Store, "ann@example.com")).ShouldNotBeEmpty(); // it does look
    }

    [Fact]
    public async Task P10_AnErasedUser_IsNowhereInTheLog()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var canary = $"canary{Guid.NewGuid():N}";
        var scim = organization.Scim;
        var other = await scim.PostAsync("/Users", ScimBodies.User("ben@example.com"));
        await scim.GetAsync($"/Users?filter=userName%20eq%20%22{canary}%40example.com%22");
        var user = await scim.PostAsync("/Users", Body());
        await scim.PostAsync("/Users", Body()); // refused, names the user without its id
        await scim.PutAsync($"/Users/{other.Id}", Body()); // so does this
        await scim.GetAsync("/Users?count=10"); // and this answer
        await scim.PostAsync("/Groups", new JsonObject
        {
            ["schemas"] = new JsonArray(ScimBodies.GroupUrn),
            ["displayName"] = "Editors",
            ["members"] = new JsonArray(new JsonObject { ["value"] = user.Id, ["display"] = $"{canary}@example.com" }),
        });
        await scim.DeleteAsync($"/Users/{user.Id}");
        await organization.ReadAsync(8);
        (await LogScan.FindAsync(running.Store, canary)).ShouldNotBeEmpty();

        await running.Services.Users.EraseUserAsync(new() { OrganizationId = organization.Tenant.Id, UserId = user.Id, Cause = RunningServices.NewCause() });
        await Eventually.HoldsAsync(async () => (await LogScan.FindAsync(running.Store, canary)).All(key => key.Contains(":erasing:", StringComparison.Ordinal))); // for another minute
        var log = await organization.ReadAsync(8);
        log.Count.ShouldBe(8);
        log.Single(entry => entry.Number == 8).Summary.ShouldBe("The identity provider deleted somebody who is erased");
        log.Single(entry => entry.Number == 1).Summary.ShouldBe("The identity provider created ben@example.com");

        JsonObject Body() => ScimBodies.User($"{canary}@example.com", user =>
        {
            user["externalId"] = $"ext-{canary}";
            user["name"]!["familyName"] = $"Family {canary}";
            user["emails"] = new JsonArray(new JsonObject { ["value"] = $"mail-{canary}@example.com" });
        });
    }

    [Fact]
    public async Task AnotherOrganizationsLog_ShowsNothing()
    {
        using var one = await LoggedOrganization.NewAsync(running);
        using var other = await LoggedOrganization.NewAsync(running);
        var user = await one.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        var entry = (await one.ReadAsync(1)).Single();
        (await other.ReadAsync(0)).ShouldBeEmpty();
        await Should.ThrowAsync<RpcException>(() => other.GetAsync(entry.RequestId));
        (await SyncsAsync(other, user.Id)).ShouldBeEmpty();
        await Should.ThrowAsync<RpcException>(async () => await one.Log.GetProvisioningStatusAsync(new() { OrganizationId = "x}:state" }));
    }

    private static Uri NoGrpc { get; } = new("http://127.0.0.1:1");

    private static async Task<IReadOnlyList<LastSync>> SyncsAsync(LoggedOrganization organization, params string[] ids) =>
        (await organization.Log.LookUpLastSyncsAsync(new() { OrganizationId = organization.Tenant.Id, ResourceIds = { ids } })).Syncs;

    private static async Task<IReadOnlyList<ulong>> TakeAsync(AsyncServerStreamingCall<FollowRequestsResponse> call, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var numbers = new List<ulong>();
        while (numbers.Count < count && await call.ResponseStream.MoveNext(patience.Token))
        {
            numbers.AddRange(call.ResponseStream.Current.Requests.Select(entry => entry.Number));
        }

        return numbers;
    }
}

/// <summary>On the embedded store.</summary>
public sealed class ProvisioningLogTests(RunningGateway running) : ProvisioningLogContract(running);

/// <summary>On a real Redis.</summary>
public sealed class ProvisioningLogOnRedisTests(RunningOnRedis running) : ProvisioningLogContract(running), IClassFixture<RunningOnRedis>;
