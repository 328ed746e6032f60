namespace OptiId.AdminCenter.History;

/// <summary>What a piece of a sentence names.</summary>
public enum WordKind
{
    /// <summary>Nothing: plain text.</summary>
    Text,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,
}

/// <summary>A piece of a sentence of a history: text, or the name of somebody or something that has a page.</summary>
/// <param name="Text">What is read.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Id">Whose page it leads to; empty: none.</param>
public readonly record struct Word(string Text, WordKind Kind = WordKind.Text, string Id = "");
