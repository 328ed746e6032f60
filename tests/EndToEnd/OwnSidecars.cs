using OptiId.Sidecar;
using Shouldly;

namespace OptiId.EndToEnd.Tests;

/// <summary>The sidecars beside the processes of a <see cref="DaprHome"/>.</summary>
internal interface ISidecars : IAsyncDisposable
{
    /// <summary>Starts the sidecar of a process, which may come later.</summary>
    /// <param name="replica">The process.</param>
    /// <param name="apiToken">What it shows its sidecar.</param>
    /// <param name="appToken">What the sidecar shows it.</param>
    Task AddAsync(Replica replica, string apiToken, string appToken);

    /// <summary>Nobody is led to a process any more, as to a pod that is told to end.</summary>
    void Withdraw(Replica replica);

    /// <summary>It is ready again.</summary>
    void Restore(Replica replica);

    /// <summary>Nothing was refused that the services need, and there is a place for what couldn't be delivered.</summary>
    void ShouldHaveRefusedNothing();
}

/// <summary>The tests' own, in this process, with a broker that can be made worse.</summary>
internal sealed class OwnSidecars : ISidecars
{
    private readonly Dictionary<Replica, Sidecar.Sidecar> sidecars = [];
    private readonly SidecarNetwork network = new(Manifests.Read(Path.Combine(Programs.Root, "deploy", "k8s", "base", "dapr")));

    public Broker Broker => network.Broker;

    public async Task AddAsync(Replica replica, string apiToken, string appToken)
    {
        var deployed = Deployed.Read(replica.Service);
        sidecars[replica] = await network.AddAsync(new(
            deployed.AppId, replica.Grpc, apiToken, appToken, deployed.Configuration, replica.SidecarPort, deployed.MaximumBody));
    }

    public void Withdraw(Replica replica) => network.Withdraw(sidecars[replica]);

    public void Restore(Replica replica) => network.Restore(sidecars[replica]);

    public void ShouldHaveRefusedNothing()
    {
        network.Refused.ShouldBeEmpty("The manifests refuse what the services call.");
        Broker.Lost.ShouldBeEmpty("The manifests have no place for what couldn't be delivered.");
    }

    public ValueTask DisposeAsync() => network.DisposeAsync();
}
