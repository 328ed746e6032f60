using System.Globalization;

namespace OptiId.Conformance.Tests;

/// <summary>What holds the sentences, the tests and the divergences together.</summary>
internal static class TableRules
{
    /// <summary>Everything that is wrong; nothing where all is well.</summary>
    public static IReadOnlyList<string> FindProblems(IReadOnlyList<Requirement> requirements, IReadOnlyList<Claim> claims, IReadOnlyList<string> divergences) =>
    [
        .. FindWrongRows(requirements),
        .. FindWrongEntries(requirements, claims, divergences),
        .. FindWrongClaims(requirements, claims, divergences),
        .. FindWrongDivergences(claims, divergences),
    ];

    private static IEnumerable<string> FindWrongRows(IReadOnlyList<Requirement> requirements)
    {
        for (var i = 0; i < requirements.Count; i++)
        {
            var requirement = requirements[i];
            var first = i == 0 || requirements[i - 1].Rfc != requirement.Rfc || requirements[i - 1].Section != requirement.Section;
            if (NumberOf(requirement) != (first ? 1 : NumberOf(requirements[i - 1]) + 1))
            {
                yield return $"{requirement.Id}: its section's sentences are numbered 01, 02, 03, …";
            }

            if (KeyWords.StrongestIn(requirement.Sentence) != requirement.Level)
            {
                yield return $"{requirement.Id}: {requirement.Level} isn't its strongest key word";
            }
        }

        foreach (var twice in requirements.GroupBy(requirement => requirement.Id).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key}: is there twice";
        }
    }

    private static IEnumerable<string> FindWrongEntries(
        IReadOnlyList<Requirement> requirements, IReadOnlyList<Claim> claims, IReadOnlyList<string> divergences)
    {
        var shown = claims.SelectMany(claim => claim.Requirements).ToHashSet();
        foreach (var requirement in requirements)
        {
            if (requirement.BindsTheProduct && requirement.Kind is EntryKind.None or EntryKind.Note && !shown.Contains(requirement.Id))
            {
                yield return $"{requirement.Id}: neither a test nor an entry: {requirement.Sentence}";
            }

            if (requirement.Kind is EntryKind.NotOurs or EntryKind.NotTaken && shown.Contains(requirement.Id))
            {
                yield return $"{requirement.Id}: a test shows what is said not to be here";
            }

            if (requirement.Kind == EntryKind.NotTaken && requirement.Strength != Strength.May)
            {
                yield return $"{requirement.Id}: {requirement.Level} is no permission";
            }

            if (requirement.Kind == EntryKind.Divergence && !divergences.Contains(requirement.Entry))
            {
                yield return $"{requirement.Id}: {DivergencePage.Path} has no row {requirement.Entry}";
            }
        }
    }

    private static IEnumerable<string> FindWrongClaims(
        IReadOnlyList<Requirement> requirements, IReadOnlyList<Claim> claims, IReadOnlyList<string> divergences)
    {
        var ids = requirements.Select(requirement => requirement.Id).ToHashSet();
        foreach (var claim in claims)
        {
            if (!claim.IsTest)
            {
                yield return $"{claim.Class}.{claim.Method}: is no test that runs";
            }

            foreach (var id in claim.Requirements.Where(id => !ids.Contains(id)))
            {
                yield return $"{claim.Class}.{claim.Method}: there is no sentence {id}";
            }

            foreach (var key in claim.Divergences.Where(key => !divergences.Contains(key)))
            {
                yield return $"{claim.Class}.{claim.Method}: {DivergencePage.Path} has no row {key}";
            }
        }
    }

    private static IEnumerable<string> FindWrongDivergences(IReadOnlyList<Claim> claims, IReadOnlyList<string> divergences)
    {
        var held = claims.SelectMany(claim => claim.Divergences).ToHashSet();
        foreach (var key in divergences)
        {
            if (key.Length == 0)
            {
                yield return $"{DivergencePage.Path}: a row has no anchor";
            }
            else if (!held.Contains(key))
            {
                yield return $"{DivergencePage.Path}: no test holds {key}";
            }
        }

        foreach (var twice in divergences.GroupBy(key => key).Where(group => group.Key.Length > 0 && group.Count() > 1))
        {
            yield return $"{DivergencePage.Path}: {twice.Key} is there twice";
        }
    }

    private static int NumberOf(Requirement requirement) => int.Parse(requirement.Id.Split('-')[2], CultureInfo.InvariantCulture);
}
