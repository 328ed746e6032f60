namespace OptiId.EndToEnd.Tests;

/// <summary>What stands before the gateways in a cluster: sends each request to the next of those that are in the list, once.</summary>
internal sealed class Ingress(IEnumerable<Replica> gateways) : DelegatingHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null })
{
    // What a cluster does meanwhile: preStop sleeps until no route leads to the pod any more.
    private static readonly TimeSpan UntilNoRouteLeadsThere = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Replica[] routed = [.. gateways];
    private int turn;

    /// <summary>Sends nothing there any more; returns once that is so.</summary>
    public async Task RemoveAsync(Replica gateway)
    {
        lock (gate)
        {
            routed = [.. routed.Where(other => other != gateway)];
        }

        await Task.Delay(UntilNoRouteLeadsThere);
    }

    /// <summary>Sends there again.</summary>
    public void Add(Replica gateway)
    {
        lock (gate)
        {
            routed = [.. routed, gateway];
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var gateway = routed[turn++ % routed.Length];
            request.RequestUri = new UriBuilder(request.RequestUri!) { Port = gateway.Public.Port }.Uri;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
