using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class ScimRequestTests
{
    [Theory]
    [InlineData("W/\"7\"", new ulong[] { 7 })]
    [InlineData("\"7\"", new ulong[] { 7 })]
    [InlineData("  W/\"7\" ", new ulong[] { 7 })]
    [InlineData("W/\"7\", \"8\"", new ulong[] { 7, 8 })]
    [InlineData("*", new ulong[0])]
    [InlineData(" * ", new ulong[0])]
    public void IfMatch_NamesVersions(string header, ulong[] versions) => Samples.Request("", ("If-Match", header)).IfMatch().ShouldBe(versions);

    [Fact]
    public void WithoutIfMatch_AnyVersionWillDo() => Samples.Request().IfMatch().ShouldBeEmpty();

    [Theory]
    [InlineData("W/\"no-such-version\"")]
    [InlineData("7")]
    [InlineData("w/\"7\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"+7\"")]
    [InlineData("\" 7\"")]
    [InlineData("\"\"")]
    [InlineData("\"99999999999999999999\"")]
    public void ATagThatIsNotOurs_MatchesNothing(string header) => Samples.Request("", ("If-Match", header)).IfMatch().ShouldBe([0ul]);

    [Theory]
    [InlineData("W/\"7\"", true)]
    [InlineData("\"6\", W/\"7\"", true)]
    [InlineData("*", true)]
    [InlineData("W/\"8\"", false)]
    [InlineData("", false)]
    public void IfNoneMatch_SaysWhatTheClientHas(string header, bool has) => Samples.Request("", ("If-None-Match", header)).HasAlready(7).ShouldBe(has);

    [Fact]
    public void AnEntityTag_IsReadBackAsItsVersion() =>
        Samples.Request("", ("If-Match", ScimRequest.EntityTag(ulong.MaxValue))).IfMatch().ShouldBe([ulong.MaxValue]);

    [Theory]
    [InlineData("", 1u, 100u)]
    [InlineData("?startIndex=0&count=0", 1u, 0u)]
    [InlineData("?startIndex=-5&count=-5", 1u, 0u)]
    [InlineData("?startIndex=101&count=50", 101u, 50u)]
    [InlineData("?STARTINDEX=2&Count=3", 2u, 3u)]
    [InlineData("?count=1001", 1u, 1000u)]
    [InlineData("?startIndex=2147483647&count=2147483647", 2147483647u, 1000u)]
    public void APage_IsReadAndBounded(string query, uint startIndex, uint count)
    {
        var request = Samples.Request(query);
        (request.StartIndex, request.Count).ShouldBe((startIndex, count));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    public void ACountThatIsNoWholeNumber_Is400(string count) =>
        Should.Throw<ScimErrorException>(() => Samples.Request($"?count={count}").Count).Status.ShouldBe(400);
}
