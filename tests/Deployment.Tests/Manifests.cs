using System.Collections.Concurrent;
using System.Diagnostics;
using OptiId.Testing;

namespace OptiId.Deployment.Tests;

/// <summary>What is in <c>deploy/k8s</c>: as files, and as <c>kubectl kustomize</c> makes documents of them.</summary>
internal static class Manifests
{
    private static readonly ConcurrentDictionary<string, string> Rendered = new();
    private static readonly Lazy<bool> Can = new(FindOutWhetherItCan);

    /// <summary>What is applied to a cluster, and the production overlay with a product that asks access.</summary>
    public static IReadOnlyList<string> Applied { get; } = ["local", "production", "production with a product"];

    /// <summary>The folder <c>deploy/k8s</c>.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "deploy", "k8s");

    /// <summary>Whether documents can be rendered here. In CI they must be.</summary>
    /// <exception cref="MissingServerException">It is CI, and kubectl isn't installed.</exception>
    public static bool CanRender => Can.Value;

    /// <summary>The documents of one of <see cref="Applied"/>, or of <c>base</c>, as YAML.</summary>
    /// <exception cref="InvalidOperationException">kustomize refuses it.</exception>
    public static string Render(string name) => Rendered.GetOrAdd(name, _ => name switch
    {
        "base" => Kustomize(Path.Combine(Folder, "base")),
        "production with a product" => RenderOver("production", """components: ["COMPONENTS/product"]"""),
        _ => Kustomize(Path.Combine(Folder, "overlays", name)),
    });

    /// <summary>The files of the base that are documents themselves, neither kustomize's own nor patches.</summary>
    public static IEnumerable<string> BaseFiles() =>
        Directory.EnumerateFiles(Path.Combine(Folder, "base"), "*.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("kustomization.yaml" or "every-service.yaml"))
            .Order(StringComparer.Ordinal);

    /// <summary>Runs <c>kubectl kustomize</c>, which needs no cluster.</summary>
    public static string Kustomize(string folder)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var kubectl = Process.Start(start)!;
        var errors = kubectl.StandardError.ReadToEndAsync();
        var documents = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        return kubectl.ExitCode == 0 ? documents : throw new InvalidOperationException($"kubectl kustomize {folder}:\n{errors.GetAwaiter().GetResult()}");
    }

    /// <summary>The documents of an overlay that stands on one of ours, as YAML.</summary>
    /// <param name="overlay">Ours.</param>
    /// <param name="more">What else is in its kustomization; <c>COMPONENTS</c> there is the folder of our components.</param>
    public static string RenderOver(string overlay, string more)
    {
        using var folder = new TemporaryDirectory();
        string Relative(params string[] parts) => Path.GetRelativePath(folder.Path, Path.Combine([Folder, .. parts])).Replace('\\', '/');
        File.WriteAllText(Path.Combine(folder.Path, "kustomization.yaml"), $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: ["{Relative("overlays", overlay)}"]
            {more.Replace("COMPONENTS", Relative("components"), StringComparison.Ordinal)}
            """);
        return Kustomize(folder.Path);
    }

    private static bool FindOutWhetherItCan()
    {
        if (TestEnvironment.FindProgram("kubectl") is { } program)
        {
            TestEnvironment.Say($"manifests rendered by {program} kustomize");
            return true;
        }

        if (TestEnvironment.IsContinuousIntegration)
        {
            throw new MissingServerException("kubectl is not installed: in CI the manifests must be rendered.");
        }

        TestEnvironment.Say("kubectl is not installed: of the manifests only the base's files are read; NOTHING IS RENDERED AND NO POLICY IS TESTED");
        return false;
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
}
