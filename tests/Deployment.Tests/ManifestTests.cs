using OptiId.Deployment.Tests.Policies;
using Shouldly;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>The manifests, as a cluster gets them.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Applied => [.. Manifests.Applied];

    public static TheoryData<string, string> AppliedAndPolicies =>
        [.. from rendering in Manifests.Applied from policy in Policy.All select new TheoryDataRow<string, string>(rendering, policy.Name)];

    [Theory]
    [MemberData(nameof(AppliedAndPolicies))]
    public void ThePolicy_IsKept(string rendering, string policy)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var documents = Documents.Parse(Manifests.Render(rendering));
        Policy.All.Single(one => one.Name == policy).Problems(documents).ShouldBeEmpty();
    }

    [Fact]
    public void AnOverlay_NamesRegistryAndTagOfWhatWasBuilt()
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        string[] services = ["access", "admin-center", "groups", "identity", "scim-gateway", "tokens"];
        const string Registry = "registry.example.com/optiid", Tag = "1.0.0-7b59d7cbbaa5";
        var images = string.Join('\n', services.Select(service => $"  - {{ name: optiid/{service}, newName: {Registry}/{service}, newTag: {Tag} }}")); // as README.md prints them

        var documents = Documents.Parse(Manifests.RenderOver("production", $"images:\n{images}"));

        documents.Services.Select(service => service.Spec.Template.Spec.Containers[0].Image).Order(StringComparer.Ordinal)
            .ShouldBe(services.Select(service => $"{Registry}/{service}:{Tag}"));
    }
}
