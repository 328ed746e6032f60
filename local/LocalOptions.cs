namespace OptiId.Local;

/// <summary>What the local run was told.</summary>
internal sealed record LocalOptions
{
    public required DirectoryInfo Data { get; init; }

    public required int ScimPort { get; init; }

    public required int AdminPort { get; init; }

    /// <summary>The first of six: tokens, identity, groups, access, gateway, admin-center.</summary>
    public required int GrpcPort { get; init; }

    public required string Organization { get; init; }

    public required FileInfo? TokenFile { get; init; }

    public required bool NewToken { get; init; }

    public required bool Verbose { get; init; }

    public string ScimBaseUrl => $"http://127.0.0.1:{ScimPort}/scim/v2";
}
