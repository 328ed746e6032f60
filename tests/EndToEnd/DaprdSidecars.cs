using System.Globalization;
using OptiId.Testing;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// Real ones: <c>DAPR_E2E=1</c>, with <c>daprd</c> on the path or where <c>dapr init</c> puts it. Subscriptions and Resiliency are those that ship;
/// the bus is the Redis of the home. Without Dapr's control plane there is no mTLS, and so no access control: that only a cluster shows.
/// Written by Dapr's reference; it has not run where this repository is built, which has no daprd.
/// </summary>
internal sealed class DaprdSidecars : ISidecars
{
    private readonly Dictionary<Replica, ChildProcess> processes = [];
    private readonly string resources;

    public DaprdSidecars(RedisServer redis, string directory)
    {
        resources = Directory.CreateDirectory(Path.Combine(directory, "resources")).FullName;
        foreach (var shipped in new[] { "subscriptions.yaml", "resiliency.yaml" })
        {
            File.Copy(Path.Combine(Programs.Root, "deploy", "k8s", "base", "dapr", shipped), Path.Combine(resources, shipped));
        }

        File.WriteAllText(Path.Combine(resources, "pubsub.yaml"), $"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: optiid-events
            spec:
              type: pubsub.redis
              version: v1
              metadata:
                - name: redisHost
                  value: {redis.Connection}
            """);
    }

    /// <summary>Whether they are asked for.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("DAPR_E2E") == "1";

    public Task AddAsync(Replica replica, string apiToken, string appToken)
    {
        var program = TestEnvironment.FindProgram("daprd")
            ?? new[] { Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dapr", "bin", "daprd") }.FirstOrDefault(File.Exists)
            ?? throw new MissingServerException("DAPR_E2E=1 needs daprd: put it on the path, or run dapr init --slim.");
        var deployed = Deployed.Read(replica.Service);
        var (http, ofSidecars, metrics) = replica.DaprdPorts;
        processes[replica] = ChildProcess.Start(
            program,
            [
                "--app-id", deployed.AppId, "--app-port", Text(replica.Grpc.Port), "--app-protocol", "grpc", "--max-body-size", $"{deployed.MaximumBody >> 20}Mi",
                "--dapr-grpc-port", Text(replica.SidecarPort), "--dapr-http-port", Text(http), "--dapr-internal-grpc-port", Text(ofSidecars), "--metrics-port", Text(metrics),
                "--dapr-listen-addresses", "127.0.0.1", "--resources-path", resources, "--log-level", "warn",
            ],
            new Dictionary<string, string> { ["DAPR_API_TOKEN"] = apiToken, ["APP_API_TOKEN"] = appToken });
        return Task.CompletedTask;
    }

    // A daprd finds out by itself which of the others answer.
    public void Withdraw(Replica replica)
    {
    }

    public void Restore(Replica replica)
    {
    }

    public void ShouldHaveRefusedNothing()
    {
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
