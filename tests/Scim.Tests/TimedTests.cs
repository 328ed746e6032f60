using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Hostile input is dealt with in time. Processor time is measured, so that other builds on the machine don't count.</summary>
[Collection("Timed")]
public sealed class TimedTests
{
    [Fact]
    public void AMillionMarks_AreOrderedInTime()
    {
        var text = new StringBuilder("a");
        for (var index = 0; index < 500_000; index++)
        {
            text.Append("\u0301\u0316");
        }

        var before = Environment.CpuUsage.TotalTime;
        CanonicalText.TryCanonicalize(text.ToString(), out var canonical).ShouldBeTrue();
        canonical!.Length.ShouldBe(1_000_000);
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void AHundredThousandUnknownKeys_AreReadInTime()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(index => $"\"k{index}\":{index}"))}}}";
        var before = Environment.CpuUsage.TotalTime;
        Sample.Body(json).Count.ShouldBe(100_000);
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void DeepNesting_IsRefusedInTime()
    {
        var before = Environment.CpuUsage.TotalTime;
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(new string('(', 2000) + "title pr" + new string(')', 2000), ResourceTypes.User));
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(Nested(ScimLimits.MaximumFilterDepth + 1), ResourceTypes.User));
        FilterParser.Parse(Nested(ScimLimits.MaximumFilterDepth), ResourceTypes.User).ToString().ShouldBe("title pr");
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));

        static string Nested(int depth) => new string('(', depth) + "title pr" + new string(')', depth);
    }

    [Fact]
    public void AHundredThousandUnknownKeysAndMembers_AreReadInTime()
    {
        var keys = string.Join(',', Enumerable.Range(0, 100_000).Select(index => $"\"k{index}\":{index}"));
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(index => $"{{\"value\":\"u{index}\"}}"));
        var before = Environment.CpuUsage.TotalTime;
        ResourceReader.Read(Sample.Body($"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"displayName\":\"T\",{keys},\"members\":[{members}]}}"), ResourceTypes.Group)["members"]!.AsArray().Count.ShouldBe(100_000);
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void AHundredThousandUnknownKeysWithoutPath_AreIgnoredInTime()
    {
        var keys = string.Join(',', Enumerable.Range(0, 50_000).Select(index => $"\"k{index}\":{index},\"k[{index}].x\":1"));
        var before = Environment.CpuUsage.TotalTime;
        Sample.Operations(ResourceTypes.User, $"{{\"op\":\"add\",\"value\":{{{keys}}}}}").ShouldBeEmpty();
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void RemovingAHundredThousandMembers_IsDoneInTime()
    {
        var members = string.Join(',', Enumerable.Range(0, 100_000).Select(index => $"{{\"value\":\"u{index}\"}}"));
        var group = Sample.Group($"\"members\":[{members}]");
        var before = Environment.CpuUsage.TotalTime;
        Sample.Patched(ResourceTypes.Group, group, $"{{\"op\":\"remove\",\"path\":\"members\",\"value\":[{members}]}}").ContainsKey("members").ShouldBeFalse();
        (Environment.CpuUsage.TotalTime - before).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }
}
