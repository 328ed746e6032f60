namespace OptiId.ScimGateway.Tests;

/// <summary>The rules of the product that no schema has a word for: the only attributes that these tests know by name.</summary>
internal static class ProductRules
{
    /// <summary>P6: <c>userName</c> is the e-mail address.</summary>
    public static bool IsEmailAddress(ListedAttribute attribute) => attribute is { Name: "userName", Parent: null };

    /// <summary>P9: a user is active or isn't; a request that takes the answer away says nothing, as a PUT without it does (facts/okta.md §4.3).</summary>
    public static bool IsKeptWhenRemoved(ListedAttribute attribute) => attribute is { Name: "active", Parent: null };

    /// <summary>P16: a change of a group is answered with 204; of any other resource with the resource.</summary>
    public static bool IsPatchAnsweredEmpty(ListedType type) => type.Name == "Group";

    /// <summary>The attributes that docs/scim-divergences.md excepts from filters: the names in the third column of its row.</summary>
    public static IReadOnlySet<string> Unfilterable { get; } = ReadNames("| any attribute can be filtered by |");

    /// <summary>Those that it excepts from sorting: these, and the names in the row after.</summary>
    public static IReadOnlySet<string> Unsortable { get; } = new HashSet<string>([.. Unfilterable, .. ReadNames("| any attribute can be sorted by |")]);

    private static HashSet<string> ReadNames(string rule)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "OptiId.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests don't run within the repository.");
        }

        var row = File.ReadLines(Path.Combine(directory.FullName, "docs", "scim-divergences.md")).Single(line => line.Contains(rule, StringComparison.Ordinal));
        return [.. row.Split('|')[3].Split('`').Where((_, index) => index % 2 == 1)];
    }
}
