using System.ComponentModel.DataAnnotations;

namespace OptiId.Store;

/// <summary>Where a service keeps its data. Section <c>Store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>
    /// StackExchange.Redis configuration: <c>localhost:6379</c>; some nodes of a Redis Cluster, <c>redis-0:6379,redis-1:6379,…</c>; or sentinels with the name of
    /// what they watch, <c>sentinel-0:26379,sentinel-1:26379,serviceName=optiid</c>. A password belongs in <see cref="PasswordFile"/>, and is shown to sentinels too.
    /// </summary>
    [Required]
    public string Connection { get; set; } = "127.0.0.1:6379";

    /// <summary>A file that holds the store's password; none by default.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// How long one command may take before the store counts as away, in milliseconds. 1,000 by default: a half-open peer blocked
    /// StackExchange.Redis' own default for 22 s. A timeout says nothing about whether the command ran.
    /// </summary>
    [Range(100, 60_000)]
    public int TimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>
    /// Starts although the store may lose answered writes (no append-only file, a sync once a second, an eviction policy). False by default: P29.
    /// </summary>
    public bool AllowUndurable { get; set; }

    /// <summary>
    /// How many replicas must have a change before it is answered. 0 by default: replication is asynchronous, and a failover may lose the last
    /// moments. A change that too few replicas have in time is answered as if the store were away; whether it stays isn't known, and it is safe to repeat.
    /// </summary>
    [Range(0, 5)]
    public int WaitForReplicas { get; set; }

    /// <summary>How long replicas are waited for, in milliseconds. 500 by default.</summary>
    [Range(10, 10_000)]
    public int WaitForReplicasMilliseconds { get; set; } = 500;

    /// <summary>
    /// The store is the embedded Garnet, whose switches the local run has set and asserted itself. Commits go to its own command,
    /// because Garnet's Lua scripts aren't atomic across a crash.
    /// </summary>
    public bool Embedded { get; set; }
}
