using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class PreconditionsTests
{
    [Theory]
    [InlineData("W/\"7\"", new ulong[] { 7 })]
    [InlineData("\"7\"", new ulong[] { 7 })]
    [InlineData("  W/\"7\" ", new ulong[] { 7 })]
    [InlineData("W/\"7\", \"8\"", new ulong[] { 7, 8 })]
    [InlineData("*", new ulong[0])]
    [InlineData(" * ", new ulong[0])]
    public void IfMatch_NamesVersions(string header, ulong[] versions) => Read(("If-Match", header)).IfMatch.ShouldBe(versions);

    [Fact]
    public void WithoutHeaders_AnyVersionWillDo() => Read().ShouldBeSameAs(Preconditions.None);

    [Theory]
    [InlineData("W/\"no-such-version\"")]
    [InlineData("7")]
    [InlineData("w/\"7\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"+7\"")]
    [InlineData("\" 7\"")]
    [InlineData("\"\"")]
    [InlineData("\"99999999999999999999\"")]
    public void ATagThatIsNotOurs_MatchesNothing(string header)
    {
        Read(("If-Match", header)).IfMatch.ShouldBe([0ul]);
        Preconditions.OfVersion(header).IfMatch.ShouldBe([0ul]);
    }

    [Theory]
    [InlineData("W/\"7\"", true)]
    [InlineData("\"6\", W/\"7\"", true)]
    [InlineData("*", true)]
    [InlineData("W/\"8\"", false)]
    [InlineData("", false)]
    public void IfNoneMatch_SaysWhatTheClientHas(string header, bool has) => Read(("If-None-Match", header)).HasAlready(7).ShouldBe(has);

    [Fact]
    public void IfNoneMatchOfAnything_AsksThatNothingIsThere()
    {
        var conditions = Read(("If-None-Match", "*"));
        (conditions.IfAbsent, conditions.IfNoneMatch.Count).ShouldBe((true, 0));
        Read(("If-None-Match", "W/\"7\"")).IfAbsent.ShouldBeFalse();
    }

    [Fact]
    public void AVersionThatIfMatchDoesNotName_IsRefused()
    {
        Read(("If-Match", "W/\"7\"")).CheckMatch(7);
        Read(("If-Match", "*")).CheckMatch(7);
        Should.Throw<ScimErrorException>(() => Read(("If-Match", "W/\"7\"")).CheckMatch(8)).Status.ShouldBe(412);
    }

    [Fact]
    public void AnEntityTag_IsReadBackAsItsVersion() => Read(("If-Match", ScimRequest.EntityTag(ulong.MaxValue))).IfMatch.ShouldBe([ulong.MaxValue]);

    private static Preconditions Read(params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        return Preconditions.Read(http.Request.Headers);
    }
}
