using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Input nearly as large as it may be is dealt with in proportion to its length.</summary>
[Collection("Costly")]
public sealed class LargeInputTests
{
    private const int Elements = 400_000;

    private static readonly string Members = string.Join(',', Enumerable.Range(0, Elements).Select(index => $"{{\"value\":\"u{index}\"}}"));

    [Fact]
    public void Marks_AreOrdered()
    {
        var text = new StringBuilder("a").Insert(1, "\u0301\u0316", Elements / 2).ToString();
        Soon.Ends(() =>
        {
            CanonicalText.TryCanonicalize(text, out var canonical).ShouldBeTrue();
            canonical!.Length.ShouldBe(Elements);
        });
    }

    [Fact]
    public void DeepNesting_IsRefused()
    {
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(Nested(2000), ResourceTypes.User));
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(Nested(ScimLimits.MaximumFilterDepth + 1), ResourceTypes.User));
        FilterParser.Parse(Nested(ScimLimits.MaximumFilterDepth), ResourceTypes.User).ToString().ShouldBe("title pr");

        static string Nested(int depth) => new string('(', depth) + "title pr" + new string(')', depth);
    }

    [Fact]
    public void UnknownKeysAndMembers_AreRead()
    {
        var keys = string.Join(',', Enumerable.Range(0, Elements).Select(index => $"\"k{index}\":{index}"));
        Soon.Ends(() => ResourceReader.Read(Sample.Body($"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"displayName\":\"T\",{keys},\"members\":[{Members}]}}"), ResourceTypes.Group)["members"]!
            .AsArray().Count.ShouldBe(Elements));
    }

    [Fact]
    public void UnknownKeysWithoutPath_AreIgnored()
    {
        var keys = string.Join(',', Enumerable.Range(0, Elements / 2).Select(index => $"\"k{index}\":{index},\"k[{index}].x\":1"));
        Soon.Ends(() => Sample.Operations(ResourceTypes.User, $"{{\"op\":\"add\",\"value\":{{{keys}}}}}").ShouldBeEmpty());
    }

    [Fact]
    public void Members_AreRemoved()
    {
        var group = Sample.Group($"\"members\":[{Members}]");
        Soon.Ends(() => Sample.Patched(ResourceTypes.Group, group, $"{{\"op\":\"remove\",\"path\":\"members\",\"value\":[{Members}]}}").ContainsKey("members").ShouldBeFalse());
    }
}
