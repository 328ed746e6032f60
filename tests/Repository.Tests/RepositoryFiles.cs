using System.Diagnostics;

namespace OptiId.Repository.Tests;

/// <summary>The files of this repository: what git tracks or would track.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Ignored = ["bin", "obj", ".git", "artifacts", "data", "node_modules", "TestResults"];
    private static readonly string[] Binary = [".png", ".jpg", ".ico", ".gif", ".woff2", ".pdf", ".zip", ".gz", ".binpb"];
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(Read);

    /// <summary>All text files.</summary>
    public static IReadOnlyList<SourceFile> All => Files.Value;

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    private static IReadOnlyList<SourceFile> Read()
    {
        var root = Root;
        return
        [
            .. (ListByGit(root) ?? ListByFolder(root))
                .Where(path => !Array.Exists(Binary, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                .Where(path => File.Exists(Path.Combine(root, path)))
                .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path)))),
        ];
    }

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

    private static string[]? ListByGit(string root)
    {
        try
        {
            string[] arguments = ["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
            var paths = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? paths.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no git: an unpacked archive
        }
    }

    private static IEnumerable<string> ListByFolder(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => Ignored.Contains(part)));
}
