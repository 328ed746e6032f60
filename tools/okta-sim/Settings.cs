namespace OptiId.OktaSim;

/// <summary>The two kinds of Okta app, told apart by what they send (okta.md 0).</summary>
internal enum Dialect
{
    /// <summary>An app of Okta's catalog, here the Header Auth test app: changes by PATCH, the token bare.</summary>
    Catalog,

    /// <summary>An app made with the App Integration Wizard: changes by GET and PUT, the token as Bearer.</summary>
    Wizard,
}

/// <summary>What to play, against what.</summary>
internal sealed record Settings
{
    /// <summary>The SCIM base URL as an administrator types it into Okta.</summary>
    public required Uri Base { get; init; }

    public required string Token { get; init; }

    public required IReadOnlyList<Dialect> Dialects { get; init; }

    /// <summary>Where the services answer gRPC; null where none was named or found.</summary>
    public ServiceAddresses? Services { get; init; }

    /// <summary>A first sync instead of a day; null for a day.</summary>
    public FirstSyncSize? FirstSync { get; init; }

    /// <summary>How many requests of a first sync are under way at once.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Leave users and groups as they are at the end.</summary>
    public bool Keep { get; init; }
}

/// <summary>How many users and groups a first sync pushes, and how many members each group has.</summary>
internal sealed record FirstSyncSize(int Users, int Groups, int Members);

/// <summary>Where the services answer gRPC.</summary>
/// <param name="CallerSecret">Empty where the services ask for none.</param>
/// <param name="Named">Named on the command line: not to reach them is then a failure.</param>
internal sealed record ServiceAddresses(Uri Tokens, Uri Identity, Uri Groups, Uri Access, string CallerSecret, bool Named);
