using System.Globalization;
using System.Text;

namespace OptiId.Conformance.Tests;

/// <summary>Makes docs/scim-conformance.md of the sentences and of what the tests claim.</summary>
internal static class ConformancePage
{
    public const string Path = "docs/scim-conformance.md";

    private static readonly (Strength Strength, string Name)[] Strengths =
        [(Strength.Must, "MUST, SHALL, REQUIRED"), (Strength.Should, "SHOULD, RECOMMENDED"), (Strength.May, "MAY, OPTIONAL")];

    private static readonly (Outcome Outcome, string Name)[] Outcomes =
    [
        (Outcome.Shown, "shown by tests"), (Outcome.Diverges, "divergence"), (Outcome.NotTaken, "permission not taken"),
        (Outcome.NotOurs, "can't apply"), (Outcome.Others, "binds others"), (Outcome.Missing, "missing"),
    ];

    private enum Outcome
    {
        Shown,
        Diverges,
        NotTaken,
        NotOurs,
        Others,
        Missing,
    }

    /// <summary>The whole page.</summary>
    public static string Make(IReadOnlyList<Requirement> requirements, IReadOnlyList<Claim> claims)
    {
        var tests = claims.SelectMany(claim => claim.Requirements.Select(id => (id, claim))).ToLookup(pair => pair.id, pair => pair.claim);
        var page = new StringBuilder("""
            # Conformance with RFC 7643, RFC 7644 and RFC 9865, sentence by sentence

            Made by `tests/Conformance` from `Requirements/*.tsv` and from what the tests there say they show; a test holds this page to both, so
            don't edit it (CONTRIBUTING.md says how to make it again). Every sentence with a key word of RFC 2119 stands here with the tests that
            show it, or with what stands for a test: the row of [scim-divergences.md](scim-divergences.md), a permission that isn't used, or the
            reason why it can't apply here. The tests of a permission show what is done with it, which may be not to use it. A word in brackets at a
            sentence's beginning is the term that it defines.

            """);
        foreach (var rfc in RequirementTable.Rfcs)
        {
            WriteRfc(page, rfc, [.. requirements.Where(requirement => requirement.Rfc == rfc)], tests);
        }

        return page.ToString();
    }

    private static void WriteRfc(StringBuilder page, string rfc, IReadOnlyList<Requirement> requirements, ILookup<string, Claim> tests)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## RFC {rfc}\n\n");
        WriteCounts(page, requirements, tests);
        foreach (var section in requirements.GroupBy(requirement => requirement.Section))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### RFC {rfc} §{section.Key}\n\n| id | level | sentence | outcome |\n| --- | --- | --- | --- |\n");
            foreach (var requirement in section)
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"| {requirement.Id} | {requirement.Level} | {Escape(requirement.Sentence)} | {Describe(requirement, [.. tests[requirement.Id]])} |\n");
            }
        }
    }

    private static void WriteCounts(StringBuilder page, IReadOnlyList<Requirement> requirements, ILookup<string, Claim> tests)
    {
        var counts = requirements.CountBy(requirement => (requirement.Strength, OutcomeOf(requirement, tests.Contains(requirement.Id)))).ToDictionary();
        var outcomes = Outcomes.Where(outcome => outcome.Outcome != Outcome.Missing || counts.Keys.Any(key => key.Item2 == Outcome.Missing)).ToArray();
        page.Append("| | ").AppendJoin(" | ", outcomes.Select(outcome => outcome.Name)).Append(" | in all |\n| --- |");
        page.Insert(page.Length, " ---: |", outcomes.Length + 1).Append('\n');
        foreach (var (strength, name) in Strengths)
        {
            var row = outcomes.Select(outcome => counts.GetValueOrDefault((strength, outcome.Outcome))).ToArray();
            page.Append(CultureInfo.InvariantCulture, $"| {name} | ").AppendJoin(" | ", row).Append(CultureInfo.InvariantCulture, $" | {row.Sum()} |\n");
        }

        var sums = outcomes.Select(outcome => Strengths.Sum(strength => counts.GetValueOrDefault((strength.Strength, outcome.Outcome)))).ToArray();
        page.Append("| in all | ").AppendJoin(" | ", sums).Append(CultureInfo.InvariantCulture, $" | {requirements.Count} |\n");
    }

    private static Outcome OutcomeOf(Requirement requirement, bool hasTest) => requirement.Kind switch
    {
        EntryKind.Divergence => Outcome.Diverges,
        EntryKind.NotTaken => Outcome.NotTaken,
        EntryKind.NotOurs => Outcome.NotOurs,
        _ when hasTest => Outcome.Shown,
        _ => requirement.BindsTheProduct ? Outcome.Missing : Outcome.Others,
    };

    private static string Describe(Requirement requirement, IReadOnlyList<Claim> tests)
    {
        var parts = new List<string>();
        var entry = requirement.Kind switch
        {
            EntryKind.Divergence => $"divergence [{requirement.Entry}](scim-divergences.md#{requirement.Entry})",
            EntryKind.NotTaken => $"not taken: {Escape(requirement.Entry)}",
            EntryKind.NotOurs => $"can't apply: {Escape(requirement.Entry)}",
            _ => Escape(requirement.Entry),
        };
        if (!requirement.BindsTheProduct)
        {
            entry = $"{(requirement.Bound == Bound.Client ? "binds the client" : "binds neither side")}{(entry.Length > 0 ? ": " : "")}{entry}";
        }

        if (entry.Length > 0)
        {
            parts.Add(entry);
        }

        parts.AddRange(tests.GroupBy(claim => (claim.Folder, claim.Class)).Select(group =>
            $"[{group.Key.Class}](../tests/Conformance/{group.Key.Folder}/{group.Key.Class}.cs): {string.Join(", ", group.Select(claim => $"`{claim.Method}`"))}"));
        return parts.Count > 0 ? string.Join("; ", parts) : "**missing**";
    }

    private static string Escape(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
