using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class ScimMediaTypeTests
{
    [Theory]
    [InlineData("application/scim+json")]
    [InlineData("application/json")]
    [InlineData("application/scim+json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/scim+json; charset=\"utf-8\"")]
    [InlineData("APPLICATION/SCIM+JSON")]
    [InlineData("application/json; profile=x")]
    public void BothTypes_WithParameters_AreAccepted(string contentType) => ScimMediaType.IsAccepted(contentType).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json, application/scim+json")]
    [InlineData("json")]
    public void OtherTypes_AreNot(string? contentType) => ScimMediaType.IsAccepted(contentType).ShouldBeFalse();
}
