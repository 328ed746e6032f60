using OptiId.Deployment.Tests.Broken;
using OptiId.Deployment.Tests.Policies;
using Shouldly;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>A policy that can't object proves nothing.</summary>
public sealed class BrokenSampleTests
{
    public static TheoryData<string, string> Samples => [.. BrokenSample.All.Select(sample => new TheoryDataRow<string, string>(sample.Policy, sample.Wrong))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void ABrokenSample_IsObjectedTo(string policy, string wrong)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var sample = BrokenSample.All.Single(sample => sample.Policy == policy && sample.Wrong == wrong);
        var problems = Policy.All.Single(one => one.Name == policy).Problems;
        var documents = Documents.Parse(Manifests.Render(sample.Rendering));
        problems(documents).ShouldBeEmpty();

        sample.Break(documents);

        problems(documents).ShouldContain(problem => problem.Contains(sample.Complaint, StringComparison.Ordinal), string.Join("\n", problems(documents)));
    }

    [Fact]
    public void EachPolicy_HasABrokenSample() => Policy.All.Select(policy => policy.Name).Except(BrokenSample.All.Select(sample => sample.Policy)).ShouldBeEmpty();
}
