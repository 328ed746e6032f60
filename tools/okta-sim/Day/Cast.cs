namespace OptiId.OktaSim.Day;

/// <summary>The people and groups of a day, with names that no other run has.</summary>
internal sealed class Cast(string suffix)
{
    public string Suffix => suffix;

    /// <summary>Stays, and writes her address with a plus sign.</summary>
    public Person Ada { get; } = new("Ada", "Lovelace", $"ada+{suffix}@example.com");

    /// <summary>Leaves Engineering.</summary>
    public Person Ben { get; } = New("Ben", "Franklin", suffix);

    /// <summary>Joins Engineering, and takes another family name.</summary>
    public Person Cleo { get; } = New("Cléo", "de Mérode", $"{suffix}", "cleo");

    /// <summary>Leaves the company.</summary>
    public Person Dan { get; } = New("Dan", "Dare", suffix);

    /// <summary>Is unassigned and comes back.</summary>
    public Person Eve { get; } = New("Eve", "Online", suffix);

    /// <summary>A collaborator whom Okta finds by lookup.</summary>
    public Person Lou { get; } = New("Lou", "Salomé", suffix);

    /// <summary>A collaborator who is added between Okta's lookup and its POST.</summary>
    public Person Max { get; } = New("Max", "Planck", suffix);

    /// <summary>Pushed empty, then filled.</summary>
    public PushedGroup Engineering { get; } = new($"Engineering {suffix}");

    /// <summary>Pushed with members, renamed, emptied, unlinked.</summary>
    public PushedGroup Marketing { get; } = new($"Marketing {suffix}");

    /// <summary>What Okta calls the group that it links.</summary>
    public PushedGroup Editors { get; } = new($"Editors {suffix}");

    /// <summary>What an administrator called it.</summary>
    public string LocalEditorsName => $"Local editors {suffix}";

    public IEnumerable<Person> People => [Ada, Ben, Cleo, Dan, Eve, Lou, Max];

    public IEnumerable<PushedGroup> Groups => [Engineering, Marketing, Editors];

    private static Person New(string givenName, string familyName, string suffix, string? mailName = null) =>
        new(givenName, familyName, $"{mailName ?? givenName.ToLowerInvariant()}.{suffix}@example.com");
}
