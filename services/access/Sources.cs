namespace OptiId.Access;

/// <summary>Whose logs the projection is made of.</summary>
internal static class Sources
{
    public const string Identity = "identity";
    public const string Groups = "groups";

    public static string[] All { get; } = [Identity, Groups];
}
