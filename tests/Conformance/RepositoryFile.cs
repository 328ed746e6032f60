namespace OptiId.Conformance.Tests;

/// <summary>Files of this repository, by their path from its root.</summary>
internal static class RepositoryFile
{
    private static readonly Lazy<string> Root = new(FindRoot);

    public static string PathOf(string path) => Path.Combine(Root.Value, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static void Write(string path, string text) => File.WriteAllText(PathOf(path), text);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}
