namespace OptiId.AdminCenter.History;

/// <summary>What the ids in a history are called, as far as it could be found out.</summary>
internal sealed class KnownNames
{
    /// <summary>Of users: who is gone isn't here.</summary>
    public Dictionary<string, string> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>Of groups: those that are gone aren't here.</summary>
    public Dictionary<string, string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Of product instances, with their environment.</summary>
    public Dictionary<string, string> Instances { get; } = new(StringComparer.Ordinal);

    /// <summary>The labels of tokens, the revoked ones too.</summary>
    public Dictionary<string, string> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Which identity provider asks over SCIM: "Okta".</summary>
    public string IdentityProvider { get; set; } = ActorWords.AnyIdentityProvider;
}
