using OptiId.Access.V1;

namespace OptiId.AdminCenter;

/// <summary>A preview of grants in sentences. Pure.</summary>
internal static class PreviewWords
{
    /// <summary>How many people a sentence names.</summary>
    public const int MaximumNamed = 5;

    /// <summary>"12 people gain the role Editor in Website (CMS, Production)".</summary>
    public static string Say(RoleEffect effect, string instance) => $"{Who(effect.Users)} {Verb(effect)} the role {effect.Role} in {instance}";

    /// <summary>Those who are named, and how many more: ": Ann, Ben and 10 more"; empty for nobody.</summary>
    public static string Examples(RoleEffect effect, IReadOnlyDictionary<string, string> names)
    {
        var named = effect.Examples.Where(names.ContainsKey).Take(MaximumNamed).Select(id => names[id]).ToList();
        var others = effect.Users - Math.Min(effect.Users, (ulong)named.Count);
        return named.Count == 0 ? "" : string.Join(", ", named) + (others == 0 ? "" : $" and {others:N0} more");
    }

    /// <summary>Why nobody gains or loses; empty where somebody does.</summary>
    public static string WhyNobody(RoleEffect effect, ulong members) => effect.Users > 0
        ? ""
        : members == 0
            ? "The group has no active members; whoever joins gets it."
            : effect.Gained ? "All its members have it already through other groups." : "All its members keep it through other groups.";

    private static string Verb(RoleEffect effect) => (effect.Users == 1 || effect.Users == 0, effect.Gained) switch
    {
        (true, true) => "gains",
        (true, false) => "loses",
        (false, true) => "gain",
        (false, false) => "lose",
    };

    private static string Who(ulong users) => users switch
    {
        0 => "Nobody",
        1 => "1 person",
        _ => $"{users:N0} people",
    };
}
