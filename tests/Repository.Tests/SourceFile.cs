namespace OptiId.Repository.Tests;

/// <summary>A file of the repository, or of a sample that breaks a rule.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The folder of the file, empty for the root.</summary>
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    /// <summary>Whether it is C# that runs in production.</summary>
    public bool IsProductCode => Path.EndsWith(".cs", StringComparison.Ordinal) && IsUnder("services/", "libs/", "local/");

    /// <summary>Whether it is in one of the folders.</summary>
    public bool IsUnder(params string[] folders) => Array.Exists(folders, folder => Path.StartsWith(folder, StringComparison.Ordinal));
}
