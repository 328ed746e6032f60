using OptiId.Hosting;
using Shouldly;
using Xunit;
using static OptiId.ScimGateway.Tests.BulkBodies;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the log says of requests whose sender hangs up.</summary>
public sealed class AbortedRequestsTests(RunningGateway running)
{
    [Fact]
    public async Task AnOperationOfABulkRequest_ThatTheSenderDidNotWaitFor_IsNoSuccess()
    {
        var reached = new TaskCompletionSource();
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = async (name, cancellation) =>
            {
                if (name == "b")
                {
                    reached.SetResult();
                    await Task.Delay(Timeout.Infinite, cancellation);
                }
            },
        });
        var (scim, grpc) = await running.Services.StartGatewayWithLogAsync(new() { ["Services:groups"] = groups.Address.ToString() });
        using var organization = await LoggedOrganization.NewAsync(running, await running.NewTenantAsync(), scim, grpc);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, scim.AbsoluteUri + "/Bulk") { Content = ScimClient.Text(Request(PostGroup("a"), PostGroup("b"), PostGroup("c")).ToJsonString()) };
        request.Headers.Authorization = new("Bearer", organization.Secret);
        using var leaving = new CancellationTokenSource();
        var sending = http.SendAsync(request, leaving.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
        (await organization.ReadAsync(3)).Select(entry => (entry.Status, entry.Summary)).ShouldBe(
        [
            (499u, "The identity provider tried to send a bulk request"),
            (499u, "The identity provider tried to create the group b"),
            (201u, "The identity provider created the group Team"),
        ]);
    }
}
