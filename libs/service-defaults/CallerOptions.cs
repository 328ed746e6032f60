namespace OptiId.ServiceDefaults;

/// <summary>How services know each other. Section <c>Callers</c>.</summary>
public sealed class CallerOptions
{
    /// <summary>
    /// A secret that all services share, at least 32 characters; shown with each call and demanded of each caller. Empty: none is
    /// demanded, which is refused at start unless the service listens on loopback only.
    /// </summary>
    public string Secret { get; set; } = "";

    /// <summary>A file that holds the secret; it goes before <see cref="Secret"/>.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The secret, from wherever it is set.</summary>
    public string Read() => SecretFile is { } file ? File.ReadAllText(file).Trim() : Secret;
}
