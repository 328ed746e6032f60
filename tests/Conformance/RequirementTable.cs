namespace OptiId.Conformance.Tests;

/// <summary>Reads <c>Requirements/*.tsv</c>; the files' heads say what the columns mean.</summary>
internal static class RequirementTable
{
    /// <summary>The RFCs, in the order of the page.</summary>
    public static readonly IReadOnlyList<string> Rfcs = ["7643", "7644", "9865"];

    /// <summary>Every sentence, in the RFCs' order.</summary>
    public static IReadOnlyList<Requirement> Read() =>
        [.. Rfcs.SelectMany(rfc => Parse(RepositoryFile.Read($"tests/Conformance/Requirements/rfc{rfc}.tsv")))];

    /// <summary>Reads one file's text.</summary>
    /// <exception cref="InvalidDataException">A line isn't as the head says.</exception>
    public static IEnumerable<Requirement> Parse(string text) =>
        text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Select(ParseLine);

    private static Requirement ParseLine(string line)
    {
        if (line.Split('\t') is not [var id, var level, var binds, var entry, { Length: > 0 } sentence] || id.Split('-').Length != 3)
        {
            throw new InvalidDataException($"Not five columns, or no id: {line}");
        }

        var (kind, text) = ParseEntry(entry);
        return new(id, level, ParseBound(binds), kind, text, sentence);
    }

    private static Bound ParseBound(string text) => text switch
    {
        "service-provider" => Bound.ServiceProvider,
        "client" => Bound.Client,
        "both" => Bound.Both,
        "other" => Bound.Other,
        _ => throw new InvalidDataException($"{text} can't be bound."),
    };

    private static (EntryKind Kind, string Text) ParseEntry(string entry)
    {
        if (entry.Length == 0)
        {
            return (EntryKind.None, "");
        }

        if (entry.Split(": ", 2) is not [var kind, { Length: > 0 } text])
        {
            throw new InvalidDataException($"Not an entry: {entry}");
        }

        return kind switch
        {
            "divergence" => (EntryKind.Divergence, text),
            "not-ours" => (EntryKind.NotOurs, text),
            "not-taken" => (EntryKind.NotTaken, text),
            "note" => (EntryKind.Note, text),
            _ => throw new InvalidDataException($"Not an entry: {entry}"),
        };
    }
}
