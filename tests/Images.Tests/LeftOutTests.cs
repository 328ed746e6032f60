using Shouldly;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>What the images leave out of .NET is reached by nothing in them.</summary>
public sealed class LeftOutTests
{
    public static TheoryData<string> Services => [.. BuiltImages.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public void NothingThatAServiceReaches_IsLeftOut(string service) => ReachedBy(service).Intersect(LeftOutOf(service)).ShouldBeEmpty();

    [Fact]
    public void WhatOnlyOneServiceLeavesOut_IsFoundWhereAnotherReachesIt() =>
        ReachedBy("identity").Intersect(LeftOutOf("admin-center")).ShouldContain("System.Data.Common");

    [Fact]
    public void WhatIsReached_IsFound()
    {
        var reached = ReachedBy("admin-center");
        reached.ShouldContain("System.Private.CoreLib"); // through a facade
        reached.ShouldContain("Microsoft.AspNetCore.Components.Server");
        reached.ShouldContain("System.Linq.Expressions"); // of a package
    }

    [Fact]
    public void WhatIsLeftOut_Exists()
    {
        var files = Framework().Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!)).Select(Path.GetFileNameWithoutExtension);
        BuiltImages.Services.SelectMany(LeftOutOf).Except(files).ShouldBeEmpty();
    }

    private static IReadOnlySet<string> ReachedBy(string service) =>
        Reached.From(Directory.GetFiles(Path.Combine(Docker.Root, "services", service, "bin/Release/net10.0"), "*.dll"), Framework());

    private static IEnumerable<string> Framework()
    {
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var web = Path.Combine(runtime.Parent!.Parent!.FullName, "Microsoft.AspNetCore.App", runtime.Name);
        return Directory.GetFiles(runtime.FullName, "*.dll").Concat(Directory.GetFiles(web, "*.dll"));
    }

    private static IEnumerable<string> LeftOutOf(string service) =>
        from file in new[] { "left-out.txt", $"left-out-{service}.txt" }.Select(name => Path.Combine(Docker.Root, "deploy/docker", name))
        where File.Exists(file)
        from line in File.ReadLines(file)
        where !line.StartsWith('#')
        select line;
}
