using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>Two processes of each service, each beside its sidecar: a rolling restart under load.</summary>
[Collection("Many processes")] // one after the other: each has a whole system of its own
public sealed class RollingRestartTests
{
    private const int Writers = 4;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(100); // a load that leaves the processes room to start

    [Fact]
    public async Task EveryProcessIsToldToEnd_AndStartedAgain_UnderLoad_AndNoRequestFails()
    {
        await using var home = await DaprHome.NewAsync(replicas: 2);
        await using var run = await DaprProcesses.StartAsync(home);
        using var ingress = new Ingress(home.Replicas.Where(replica => replica.Service == "scim-gateway"));
        var (_, _, token) = await run.NewOrganizationAsync();
        using var scim = new ScimClient(run.Announcement.ScimBaseUrl, $"Bearer {token}", ingress);
        var groupId = (await scim.PostAsync("/Groups", ScimBodies.Group("Everybody's team"))).Id;

        var log = new AcknowledgedWrites();
        using var ending = new CancellationTokenSource();
        var writers = Enumerable.Range(1, Writers).Select(writer => WriteAsync(scim, groupId, writer, log, ending.Token)).ToList();
        foreach (var replica in home.Replicas)
        {
            await RestartAsync(run, ingress, replica);
            foreach (var writer in writers.Where(writer => writer.IsFaulted))
            {
                await writer; // says what it got
            }
        }

        await ending.CancelAsync();
        await Task.WhenAll(writers); // each of its answers was what it should be
        await log.CompareAsync(scim, groupId);
        home.Sidecars.ShouldHaveRefusedNothing();
    }

    private static async Task RestartAsync(DaprProcesses run, Ingress ingress, Replica replica)
    {
        if (replica.Service != "scim-gateway")
        {
            (await run.RestartAsync(replica)).ShouldBe(0, $"{replica} ended otherwise than in good order");
            return;
        }

        await ingress.RemoveAsync(replica);
        (await run.RestartAsync(replica)).ShouldBe(0, $"{replica} ended otherwise than in good order");
        ingress.Add(replica);
    }

    private static async Task WriteAsync(ScimClient scim, string groupId, int writer, AcknowledgedWrites log, CancellationToken ending)
    {
        for (var number = 1; !ending.IsCancellationRequested; number++)
        {
            await log.WriteAsync(scim, groupId, $"w{writer}n{number}", number);
            await Task.Delay(BetweenRounds, CancellationToken.None);
        }
    }
}
