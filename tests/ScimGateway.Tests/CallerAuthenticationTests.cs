using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What is read from <c>Authorization</c> (P5).</summary>
public sealed class CallerAuthenticationTests
{
    [Theory]
    [InlineData("Bearer opti_abc", "opti_abc")]
    [InlineData("bearer opti_abc", "opti_abc")]
    [InlineData("BEARER opti_abc", "opti_abc")]
    [InlineData("Bearer   opti_abc  ", "opti_abc")]
    [InlineData("opti_abc", "opti_abc")]
    [InlineData("  opti_abc ", "opti_abc")]
    [InlineData("Bearers", "Bearers")]
    public void P5_ATokenWithOrWithoutBearer_IsRead(string header, string secret) => Read(header).ShouldBe(secret);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Bearer")]
    [InlineData("bearer ")]
    [InlineData("Basic YTpi")]
    [InlineData("Token opti_abc")]
    [InlineData("Bearer opti_abc extra")]
    [InlineData("Bearer Bearer opti_abc")]
    [InlineData("opti_abc opti_abc")]
    public void P5_EverythingElse_IsNone(string header) => Read(header).ShouldBeNull();

    [Fact]
    public void P5_NoHeader_IsNone() => Read([]).ShouldBeNull();

    [Fact]
    public void P5_TwoHeaders_AreNone() => Read(new(["Bearer a", "Bearer a"])).ShouldBeNull();

    [Fact]
    public void P5_AHeaderThatIsTooLong_IsNone()
    {
        Read(new string('x', 512)).ShouldNotBeNull();
        Read(new string('x', 513)).ShouldBeNull();
    }

    private static string? Read(StringValues header)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = header;
        return CallerAuthentication.ReadSecret(request);
    }
}
