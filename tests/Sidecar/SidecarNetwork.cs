using System.Collections.Concurrent;

namespace OptiId.Sidecar;

/// <summary>
/// The sidecars of a deployment, in this process: they find each other by app id, and share a broker. What Dapr's control plane and the
/// transport between real sidecars do (mTLS, name resolution, placement) is not here.
/// </summary>
/// <param name="manifests">What ships.</param>
public sealed class SidecarNetwork(Manifests manifests) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Sidecar[]> sidecars = [];
    private readonly ConcurrentDictionary<string, int> turns = [];
    private readonly Lock gate = new();
    private Broker? broker;

    /// <summary>What ships.</summary>
    public Manifests Manifests => manifests;

    /// <summary>The broker, to be made worse.</summary>
    public Broker Broker => LazyInitializer.EnsureInitialized(ref broker, () => new Broker(this));

    /// <summary>Calls that an access control has refused, as <c>caller → callee method</c>.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    /// <summary>Calls that no app answered, as <c>caller → callee method: problem</c>.</summary>
    public ConcurrentQueue<string> Unanswered { get; } = [];

    /// <summary>Starts a sidecar for an app, or for another replica of it.</summary>
    public async Task<Sidecar> AddAsync(SidecarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sidecar = await Sidecar.StartAsync(this, options);
        lock (gate)
        {
            sidecars[options.AppId] = [.. Of(options.AppId), sidecar];
        }

        return sidecar;
    }

    /// <summary>Nobody is led to a sidecar's app any more, as to a pod that is told to end; the app itself goes on calling others.</summary>
    public void Withdraw(Sidecar sidecar)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        lock (gate)
        {
            sidecars[sidecar.AppId] = [.. Of(sidecar.AppId).Where(other => other != sidecar)];
        }
    }

    /// <summary>Its app is ready again.</summary>
    public void Restore(Sidecar sidecar)
    {
        ArgumentNullException.ThrowIfNull(sidecar);
        lock (gate)
        {
            sidecars[sidecar.AppId] = [.. Of(sidecar.AppId), sidecar];
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }

        foreach (var sidecar in sidecars.Values.SelectMany(replicas => replicas))
        {
            await sidecar.DisposeAsync();
        }
    }

    internal IReadOnlyList<Sidecar> Of(string appId) => sidecars.GetValueOrDefault(appId, []);

    /// <summary>One of an app's replicas, another each time; null where there is none.</summary>
    internal Sidecar? Next(string appId)
    {
        var replicas = Of(appId);
        return replicas.Count == 0 ? null : replicas[(int)((uint)turns.AddOrUpdate(appId, 0, (_, turn) => turn + 1) % (uint)replicas.Count)];
    }
}

/// <summary>What one sidecar is told.</summary>
/// <param name="AppId">Its app's name.</param>
/// <param name="App">Where its app serves gRPC.</param>
/// <param name="ApiToken">The token that the app shows it; empty: none is demanded.</param>
/// <param name="AppToken">The token that it shows the app; empty: none.</param>
/// <param name="Configuration">The name of the Configuration with its access control; null: everything is allowed, as in Dapr.</param>
/// <param name="Port">Its gRPC API's port; 0: any.</param>
/// <param name="MaximumBody">How large a message may be, in bytes: <c>dapr.io/max-body-size</c>, 4 MiB by default.</param>
public sealed record SidecarOptions(
    string AppId, Uri App, string ApiToken = "", string AppToken = "", string? Configuration = null, int Port = 0, int MaximumBody = 4 * 1024 * 1024);
