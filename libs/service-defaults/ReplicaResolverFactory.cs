using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Configuration;

namespace OptiId.ServiceDefaults;

/// <summary>Gives gRPC the addresses of a service's replicas, as <c>Services:NAME</c> lists them; calls are spread over those that answer.</summary>
internal sealed class ReplicaResolverFactory(IConfiguration configuration) : ResolverFactory
{
    private const string Scheme = "replicas";

    /// <inheritdoc />
    public override string Name => Scheme;

    /// <summary>What a client's address is where a service has several.</summary>
    public static Uri AddressOf(string service) => new($"{Scheme}:///{service}");

    /// <inheritdoc />
    public override Resolver Create(ResolverOptions options) =>
        new Replicas([.. ServiceAddress.Of(configuration, options.Address.AbsolutePath.Trim('/')).Straight.Select(uri => new BalancerAddress(uri.Host, uri.Port))]);

    private sealed class Replicas(IReadOnlyList<BalancerAddress> addresses) : Resolver
    {
        public override void Start(Action<ResolverResult> listener) => listener(ResolverResult.ForResult(addresses));
    }
}
