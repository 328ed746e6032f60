using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Testing;

namespace OptiId.Benchmarks;

/// <summary>What the provisioning log costs a SCIM request (P26): the same requests through a gateway with it, and through one whose log isn't written, in turns.</summary>
internal static class LogCost
{
    private const int Rounds = 5, Callers = 4;
    private const double MaximumLatencyRatio = 1.15;

    /// <summary>Measures it.</summary>
    /// <param name="requests">How many requests a round has.</param>
    /// <returns>Whether the median request with the log is within its budget.</returns>
    public static async Task<bool> RunAsync(int requests)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var services = await RunningServices.StartAsync(redis.Connection);
        var unlimited = new Dictionary<string, string?> { ["Gateway:RequestsPerSecond"] = "0" };
        var (with, log) = await services.StartGatewayWithLogAsync(unlimited);
        var (without, _) = await services.StartGatewayWithLogAsync(unlimited, builder => builder.Host.ConfigureContainer<IServiceCollection>((_, all) => // once everything is in it
            all.Remove(all.Single(service => service.ImplementationType?.Name == "RecordWriter"))));
        var organizationId = await services.CreateOrganizationAsync();
        var secret = (await services.IssueTokenAsync(organizationId)).Secret;
        using var logged = ScimClient.WithToken(with, secret);
        using var silent = ScimClient.WithToken(without, secret);
        var user = (await logged.PostAsync("/Users", ScimBodies.User("ann@example.com"))).Id;

        List<Measured> ofLogged = [], ofSilent = [];
        for (var round = -1; round < Rounds; round++)
        {
            var first = await MeasureAsync(logged, user, requests, () => WaitAsync(services.LogAt(log), organizationId));
            var second = await MeasureAsync(silent, user, requests, () => Task.CompletedTask);
            if (round >= 0) // the first one warms up
            {
                ofLogged.Add(first);
                ofSilent.Add(second);
            }
        }

        var (cpuWith, cpuWithout) = (Median(ofLogged, measured => measured.Cpu), Median(ofSilent, measured => measured.Cpu));
        var (latencyWith, latencyWithout) = (Median(ofLogged, measured => measured.Latency), Median(ofSilent, measured => measured.Latency));
        Console.WriteLine($"processor time a request, µs (services and client): {cpuWith:N0} with the log, {cpuWithout:N0} without; ratio {cpuWith / cpuWithout:0.00}");
        Console.WriteLine($"median latency, µs: {latencyWith:N0} with the log, {latencyWithout:N0} without; ratio {latencyWith / latencyWithout:0.00} (budget {MaximumLatencyRatio:0.00})");
        return latencyWith / latencyWithout <= MaximumLatencyRatio;
    }

    private static async Task<Measured> MeasureAsync(ScimClient scim, string user, int requests, Func<Task> finish)
    {
        var latencies = new List<double>[Callers];
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            latencies[caller] = [];
            for (var number = 0; number < requests / Callers; number++)
            {
                var started = Stopwatch.GetTimestamp();
                _ = (number % 4) switch
                {
                    0 => await scim.GetAsync("/Users?filter=userName%20eq%20%22ann%40example.com%22&startIndex=1&count=100"),
                    1 => await scim.GetAsync($"/Users/{user}"),
                    2 => await scim.PutAsync($"/Users/{user}", ScimBodies.User("ann@example.com", body => body["title"] = $"{caller}-{number}")),
                    _ => await scim.PatchAsync($"/Users/{user}", $$$"""{"op":"replace","value":{"title":"{{{caller}}} {{{number}}}"}}"""),
                };
                latencies[caller].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }));
        await finish();
        var cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMicroseconds / requests;
        return new(cpu, Median(latencies.SelectMany(caller => caller), latency => latency));
    }

    /// <summary>Until everything is written: its processor time belongs to the requests.</summary>
    private static async Task WaitAsync(ProvisioningLogService.ProvisioningLogServiceClient log, string organizationId)
    {
        ulong head, before = 0;
        while ((head = (await log.GetProvisioningStatusAsync(new() { OrganizationId = organizationId })).Head) != before)
        {
            before = head;
            await Task.Delay(100);
        }
    }

    private static double Median<T>(IEnumerable<T> items, Func<T, double> value)
    {
        var sorted = items.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Measured(double Cpu, double Latency);
}
