using Shouldly;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>Every document is what its kind says, field by field.</summary>
public sealed class ShapeTests
{
    public static TheoryData<string> Renderings => ["base", .. Manifests.Applied];

    public static TheoryData<string> BaseFiles => [.. Manifests.BaseFiles().Select(file => Path.GetRelativePath(Manifests.Folder, file))];

    /// <summary>What is done to the local rendering, and what is said of it.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "livenessProbe:", "livenesProbe:", "livenesProbe" },
        { "publishingScopes", "publishingScopes\n    valeu: x", "valeu" },
        { "deadLetterTopic:", "deadletterTopic:", "deadletterTopic" },
        { "gRPCStatusCodes:", "grpcStatusCodes:", "grpcStatusCodes" },
        { "defaultAction: deny", "defaultaction: deny", "defaultaction" },
        { "dapr.io/app-port: \"5103\"", "dapr.io/app-port: 5103", "annotations.dapr.io/app-port is a text" },
        { "gRPCStatusCodes: \"14\"", "gRPCStatusCodes: 14", "gRPCStatusCodes is a text" },
        { "samplingRate: \"1\"", "samplingRate: 1", "samplingRate is a text" },
        { "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: \"true\"", "readOnlyRootFilesystem is true or false" },
        { "containerPort: 8081\n", "protocol: TCP\n", "has no containerPort" },
        { "  serviceName: redis\n", "", "StatefulSet redis.spec has no serviceName" },
        { "        pathType: Prefix\n", "", "has no pathType" },
        { "  topic: groups-changes\n", "", "has no topic" },
        { "- action: allow\n", "- httpVerb: []\n", "has no action" },
        { "  pubsubname: optiid-events\n", "", "has no pubsubname" },
        { "kind: Resiliency", "kind: Resilience", "there is no kind dapr.io/v1alpha1 Resilience" },
        { "apiVersion: dapr.io/v2alpha1", "apiVersion: dapr.io/v1alpha1", "there is no kind dapr.io/v1alpha1 Subscription" },
        { "  maxReplicas: 2\n", "", "has no maxReplicas" },
        { "maxReplicas: 2\n", "maxReplicas: two\n", "maxReplicas is a number" },
        { "  name: optiid-events\n", "", "a Component without a name" },
    };

    [Theory]
    [MemberData(nameof(Renderings))]
    public void ARendering_IsReadStrictly_AndHasWhatItsKindsNeed(string rendering)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var yaml = Manifests.Render(rendering);
        Documents.Parse(yaml).All.Count.ShouldBeGreaterThan(50);
        Shape.Problems(yaml).ShouldBeEmpty();
    }

    /// <summary>Also where nothing can be rendered. Patches and overlays are not looked at here.</summary>
    [Theory]
    [MemberData(nameof(BaseFiles))]
    public void AFileOfTheBase_IsReadStrictly(string file)
    {
        var yaml = File.ReadAllText(Path.Combine(Manifests.Folder, file));
        Documents.Parse(yaml).All.ShouldNotBeEmpty();
        Shape.Problems(yaml).Where(problem => !IsAddedByThePatch(problem)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void ABrokenDocument_IsObjectedTo(string what, string by, string complaint)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var good = Manifests.Render("local");
        var at = good.IndexOf(what, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);

        Complaints(good[..at] + by + good[(at + what.Length)..]).ShouldContain(said => said.Contains(complaint, StringComparison.Ordinal));
    }

    // every-service.yaml gives each Deployment's pod its security context.
    private static bool IsAddedByThePatch(string problem) => problem.StartsWith("Deployment ", StringComparison.Ordinal) && problem.EndsWith("has no securityContext", StringComparison.Ordinal);

    private static List<string> Complaints(string yaml)
    {
        var complaints = Shape.Problems(yaml).ToList();
        try
        {
            Documents.Parse(yaml);
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or KeyNotFoundException)
        {
            complaints.Add(e.Message);
        }

        return complaints;
    }
}
