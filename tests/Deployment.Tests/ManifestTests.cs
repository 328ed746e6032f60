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
}
