using System.ComponentModel.DataAnnotations;

namespace OptiId.Store;

/// <summary>Where a service keeps its data. Section <c>Store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>StackExchange.Redis configuration, e.g. <c>localhost:6379</c>; a password belongs in <see cref="PasswordFile"/>.</summary>
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
    /// The store is the embedded Garnet, whose switches the local run has set and asserted itself. Commits go to its own command,
    /// because Garnet's Lua scripts aren't atomic across a crash.
    /// </summary>
    public bool Embedded { get; set; }
}
