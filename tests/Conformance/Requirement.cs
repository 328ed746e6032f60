namespace OptiId.Conformance.Tests;

/// <summary>How strong a sentence is: RFC 2119's key words in three steps.</summary>
public enum Strength
{
    /// <summary>MUST, REQUIRED, SHALL and their negations.</summary>
    Must,

    /// <summary>SHOULD, RECOMMENDED and their negations.</summary>
    Should,

    /// <summary>MAY, OPTIONAL.</summary>
    May,
}

/// <summary>Whom a sentence binds.</summary>
public enum Bound
{
    ServiceProvider,
    Client,
    Both,
    Other,
}

/// <summary>What stands for a test, or beside it.</summary>
public enum EntryKind
{
    None,

    /// <summary>The product does something else: a row of docs/scim-divergences.md.</summary>
    Divergence,

    /// <summary>It can't apply here.</summary>
    NotOurs,

    /// <summary>A permission that the product doesn't use.</summary>
    NotTaken,

    /// <summary>A word for the reader.</summary>
    Note,
}

/// <summary>A sentence of an RFC that has a key word.</summary>
/// <param name="Id">RFC, section and number in it: <c>7644-3.5.2.1-02</c>.</param>
/// <param name="Level">The strongest key word.</param>
/// <param name="Bound">Whom it binds.</param>
/// <param name="Kind">What stands for a test, or beside it.</param>
/// <param name="Entry">The key of the divergence, or the reason.</param>
/// <param name="Sentence">The sentence, white space folded.</param>
public sealed record Requirement(string Id, string Level, Bound Bound, EntryKind Kind, string Entry, string Sentence)
{
    /// <summary>The RFC's number.</summary>
    public string Rfc => Id.Split('-')[0];

    /// <summary>The section's number.</summary>
    public string Section => Id.Split('-')[1];

    /// <summary>How strong it is.</summary>
    public Strength Strength => KeyWords.StrengthOf(Level);

    /// <summary>Whether the product has something to show.</summary>
    public bool BindsTheProduct => Bound is Bound.ServiceProvider or Bound.Both;
}
