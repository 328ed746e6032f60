namespace OptiId.OktaSim.Day;

/// <summary>A group of Okta's that is pushed.</summary>
internal sealed class PushedGroup(string name)
{
    private string? id;

    public string Name { get; set; } = name;

    /// <summary>Who is in it by Okta's mind.</summary>
    public List<Person> Members { get; } = [];

    public bool HasId => id is not null;

    /// <summary>The id at the other side.</summary>
    /// <exception cref="StoryBrokenException">None was answered.</exception>
    public string Id
    {
        get => id ?? throw new StoryBrokenException($"The group {Name} has no id at the other side: an earlier request failed.");
        set => id = value;
    }

    /// <summary>Deleted at the other side.</summary>
    public void Forget() => id = null;

    public override string ToString() => Name;
}
