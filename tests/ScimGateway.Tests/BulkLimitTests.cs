using System.Text.Json.Nodes;
using Grpc.Core;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;
using static OptiId.ScimGateway.Tests.BulkBodies;

namespace OptiId.ScimGateway.Tests;

/// <summary>How much a bulk request may do, for how long, and who may send one.</summary>
public sealed class BulkLimitTests(RunningGateway running)
{
    [Fact]
    public async Task P30_OperationsAndPayload_MayBeAsManyAndAsLargeAsTheConfigurationSays_AndNoMore()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var bulk = (await scim.GetAsync("/ServiceProviderConfig")).Body["bulk"]!;
            var (operations, length) = ((int)bulk["maxOperations"]!, (int)bulk["maxPayloadSize"]!);
            ((bool)bulk["supported"]!, operations, length).ShouldBe((true, 1_000, 10 * 1024 * 1024));

            // None of them reaches a service.
            (await scim.BulkAsync(Enumerable.Range(0, operations).Select(_ => Delete("/Users")))).Count(element => element.Status == "405").ShouldBe(operations);
            (await PostTextAsync(scim, Padded(length))).Status.ShouldBe(200);

            var tooMany = await scim.PostAsync("/Bulk", Request(Enumerable.Range(0, operations + 1).Select(_ => Delete("/Users"))));
            (tooMany.Status, tooMany.ScimType).ShouldBe((413, null));
            tooMany.Detail.ShouldContain($"maxOperations ({operations})");
            foreach (var headers in new[] { Array.Empty<(string, string)>(), [("Transfer-Encoding", "chunked")] })
            {
                var tooLarge = await PostTextAsync(scim, Padded(length + 1), headers);
                (tooLarge.Status, tooLarge.ScimType).ShouldBe((413, null));
                tooLarge.Detail.ShouldContain($"maxPayloadSize ({length}");
            }
        }
    }

    [Theory]
    [InlineData("{", "invalidSyntax")]
    [InlineData("""{"Operations":[]}""", "invalidValue")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}""", "invalidSyntax")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":0,"Operations":[]}""", "invalidValue")]
    public async Task P28_WhatIsNoBulkRequest_Is400(string body, string type)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answer = await PostTextAsync(scim, body);
            (answer.Status, answer.ScimType).ShouldBe((400, type));
        }
    }

    [Fact]
    public async Task AUserInAnOperation_MayBeAsLargeAsInARequestOfItsOwn()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var user = ScimBodies.User("ada@example.com", user => user["x"] = new string('x', RequestBody.MaximumUser));
            var answer = await scim.BulkAsync(Post("/Users", "ada", user), PostUser("grace"));
            answer.Select(element => element.Status).ShouldBe(["413", "201"]);
            answer[0].Detail.ShouldBe((await scim.PostAsync("/Users", user.DeepClone())).Detail);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task P28_AnyMethodButPost_Is405(string method)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var answer = await scim.SendAsync(new(method), "/Bulk", null);
            answer.Status.ShouldBe(405);
            answer.Detail.ShouldContain("POST, OPTIONS");
            (await scim.SendAsync(HttpMethod.Options, "/Bulk", null)).Status.ShouldBe(204);
        }
    }

    [Fact]
    public async Task P2_P4_OnlyWhoMayWrite_AndWhereScimIsEnabled_MayUseIt()
    {
        var tenant = await running.NewTenantAsync();
        using var reader = ScimClient.WithToken(running.BaseUrl, (await running.Services.IssueTokenAsync(tenant.Id, Scope.Read)).Secret);
        using var writer = ScimClient.WithToken(running.BaseUrl, (await running.Services.IssueTokenAsync(tenant.Id, Scope.Write)).Secret);
        (await reader.PostAsync("/Bulk", Request(PostUser("ada")))).Status.ShouldBe(403);
        (await writer.BulkAsync(PostUser("ada"))).Single().Status.ShouldBe("201");
        await tenant.SetModeAsync(ProvisioningMode.Jit);
        (await writer.PostAsync("/Bulk", Request(PostUser("grace")))).Detail.ShouldContain("SCIM isn't enabled");
        using var nobody = new ScimClient(running.BaseUrl, null);
        (await nobody.PostAsync("/Bulk", Request(PostUser("grace")))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task P4_ATokenThatIsRevokedMeanwhile_EndsTheJobsRights()
    {
        var tenant = await running.NewTenantAsync();
        var issued = await running.Services.IssueTokenAsync(tenant.Id);
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = async (name, cancellation) =>
            {
                if (name == "b")
                {
                    await running.Services.Tokens.RevokeTokenAsync(
                        new() { OrganizationId = tenant.Id, TokenId = issued.Token.Id, Cause = RunningServices.NewCause() }, cancellationToken: cancellation);
                }
            },
        });
        using var scim = ScimClient.WithToken(await running.StartGatewayAsync(groups), issued.Secret);
        var answer = await scim.BulkAsync(PostGroup("a"), PostGroup("b"), PostGroup("c"), PostUser("ada"));
        answer.Select(element => element.Status).ShouldBe(["201", "201", "401", "401"]);
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe(0u);
    }

    [Fact]
    public async Task P31_EachOperationTakesFromTheBucket_AndWaitsWhereItIsEmpty()
    {
        var url = await running.Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "5", ["Gateway:RequestBurst"] = "1" });
        using var scim = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync((await running.NewTenantAsync()).Id)).Secret);
        var answer = await scim.BulkAsync(Enumerable.Range(0, 6).Select(number => PostUser($"user-{number}")));
        answer.Select(element => element.Status).ShouldBe(Enumerable.Repeat("201", 6));
    }

    [Fact]
    public async Task P31_WhatComesTooLate_IsNotBegun_AndIsToBeSentAgain()
    {
        var tenant = await running.NewTenantAsync();
        var url = await running.Services.StartGatewayAsync(new()
        {
            ["Gateway:RequestsPerSecond"] = "5",
            ["Gateway:RequestBurst"] = "1",
            ["Gateway:BulkSeconds"] = "1",
        });
        using var scim = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync(tenant.Id)).Secret);
        var answer = await scim.BulkAsync(Enumerable.Range(0, 100).Select(number => PostUser($"user-{number}")));
        answer.Count.ShouldBe(100);
        answer[^1].Status.ShouldBe("429");
        answer[^1].Detail.ShouldContain("wasn't begun");
        var done = answer.TakeWhile(element => element.Status == "201").Count();
        answer.Skip(done).ShouldAllBe(element => element.Status == "429");
        (await tenant.GetOrganizationAsync()).UserCount.ShouldBe((uint)done);
    }

    [Fact]
    public async Task P31_AServiceThatIsAway_IsAskedByThreeOperations_AndTheRestIsToBeSentAgain()
    {
        var names = new List<string>();
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = (name, _) =>
            {
                names.Add(name);
                throw new RpcException(new(StatusCode.Unavailable, ""));
            },
        });
        using var scim = await running.NewClientAsync(groups);
        var answer = await scim.BulkAsync(
            PostGroup("a"), PostGroup("b"), PostUser("ada"), PostGroup("c"), PostGroup("d"), PostGroup("e"), PostGroup("f"), PostUser("grace"));
        answer.Select(element => element.Status).ShouldBe(["429", "429", "201", "429", "429", "429", "429", "429"]);
        names.Distinct().ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Fact]
    public async Task P28_AnErrorThatNobodyKnows_Is500InItsOperation_AndTheJobGoesOn()
    {
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = (name, _) => name == "b" ? throw new RpcException(new(StatusCode.Internal, "secret.internal:6379")) : Task.CompletedTask,
        });
        using var scim = await running.NewClientAsync(groups);
        var answer = await scim.PostAsync("/Bulk", Request(PostGroup("a"), PostGroup("b"), PostUser("ada")));
        Read(answer).Select(element => element.Status).ShouldBe(["201", "500", "201"]);
        answer.Text.ShouldNotContain("secret");
    }

    [Fact]
    public async Task EachStep_HasARequestIdOfItsOwn()
    {
        var causes = new List<string>();
        await using var groups = await GroupsOfTests.StartAsync(new() { OnCause = cause => causes.Add(cause.RequestId) });
        using var scim = await running.NewClientAsync(groups);

        // A group among its own members is created without, and completed; only the real service minds.
        var answer = await scim.PostAsync("/Bulk", Request(Delete("/Robots/x"), PostGroup("b", "bulkId:b"), PostGroup("c")));
        Read(answer).Select(element => element.Status).ShouldBe(["404", "201", "201"]);
        var id = answer.Headers.GetValues("X-Request-Id").Single();
        causes.ShouldBe([$"{id}-1", $"{id}-1-complete", $"{id}-2"]);
    }

    [Fact]
    public async Task AnOperationsAnswer_IsSentBeforeTheNextIsDone()
    {
        var seen = new TaskCompletionSource();
        await using var groups = await GroupsOfTests.StartAsync(new() { OnCreate = (name, _) => name == "b" ? seen.Task : Task.CompletedTask });
        using var http = await RawClientAsync(groups);
        using var request = Raw(PostGroup("a"), PostGroup("b"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (stream, text, buffer) = (await response.Content.ReadAsStreamAsync(), "", new byte[4_096]);
        while (!text.Contains("\"bulkId\":\"a\"", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            count.ShouldBeGreaterThan(0);
            text += System.Text.Encoding.UTF8.GetString(buffer, 0, count);
        }

        text.ShouldNotContain("\"bulkId\":\"b\"");
        seen.SetResult();
        text += await new StreamReader(stream).ReadToEndAsync();
        JsonNode.Parse(text)!["Operations"]!.AsArray().Select(element => (string?)element!["status"]).ShouldBe(["201", "201"]);
    }

    [Fact]
    public async Task ACallerThatGoesAway_EndsTheJob()
    {
        var (names, reached, ended) = (new List<string>(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = async (name, cancellation) =>
            {
                names.Add(name);
                if (name == "b")
                {
                    cancellation.Register(ended.SetResult);
                    reached.SetResult();
                    await ended.Task;
                }
            },
        });
        using var http = await RawClientAsync(groups);
        using var request = Raw(PostGroup("a"), PostGroup("b"), PostGroup("c"));
        using var leaving = new CancellationTokenSource();
        var sending = http.SendAsync(request, leaving.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await running.Services.StopAsync(new(http.BaseAddress!, "/")); // waits for the job
        names.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task P29_AGatewayThatIsBeingStopped_AnswersWhatItHasDone_AndThatTheRestIsToBeSentAgain()
    {
        Task? stopping = null;
        Uri? url = null;
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = (name, _) =>
            {
                stopping ??= running.Services.StopAsync(url!);
                return Task.CompletedTask;
            },
        });
        url = await running.StartGatewayAsync(groups);
        using var scim = ScimClient.WithToken(url, (await running.Services.IssueTokenAsync((await running.NewTenantAsync()).Id)).Secret);
        (await scim.BulkAsync(PostGroup("a"), PostUser("ada"), PostUser("grace"))).Select(element => element.Status).ShouldBe(["201", "429", "429"]);
        await stopping!;
    }

    private static Task<ScimAnswer> PostTextAsync(ScimClient scim, string body, params (string, string)[] headers) =>
        scim.SendAsync(HttpMethod.Post, "/Bulk", ScimClient.Text(body), headers);

    /// <summary>A request without operations, of so many bytes.</summary>
    private static string Padded(int length) => Request().ToJsonString() is var body ? body + new string(' ', length - body.Length) : "";

    private static HttpRequestMessage Raw(params IEnumerable<JsonObject> operations) =>
        new(HttpMethod.Post, "Bulk") { Content = ScimClient.Text(Request(operations).ToJsonString()) };

    private async Task<HttpClient> RawClientAsync(GrpcHost groups)
    {
        var http = new HttpClient { BaseAddress = new((await running.StartGatewayAsync(groups)).AbsoluteUri + "/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await running.Services.IssueTokenAsync((await running.NewTenantAsync()).Id)).Secret);
        return http;
    }
}
