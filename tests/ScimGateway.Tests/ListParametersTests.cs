using System.Text;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class ListParametersTests
{
    [Theory]
    [InlineData("", 1u, 100u)]
    [InlineData("?startIndex=0&count=0", 1u, 0u)]
    [InlineData("?startIndex=-5&count=-5", 1u, 0u)]
    [InlineData("?startIndex=101&count=50", 101u, 50u)]
    [InlineData("?STARTINDEX=2&Count=3", 2u, 3u)]
    [InlineData("?count=1001", 1u, 1000u)]
    [InlineData("?startIndex=99999999999999999999999&count=2147483648", 2147483647u, 1000u)]
    [InlineData("?startIndex=-99999999999999999999999", 1u, 100u)]
    public void APage_IsReadAndBounded(string query, uint startIndex, uint count)
    {
        var parameters = ListParameters.Read(Samples.Request(query));
        (parameters.StartIndex, parameters.Count, parameters.Cursor).ShouldBe((startIndex, count, null));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("--1")]
    [InlineData("1e3")]
    public void ACountThatIsNoWholeNumber_Is400(string count) =>
        Should.Throw<ScimErrorException>(() => ListParameters.Read(Samples.Request($"?count={count}"))).Status.ShouldBe(400);

    [Fact]
    public void APageByIndexAndByCursor_IsRefused() =>
        Should.Throw<ScimErrorException>(() => ListParameters.Read(Samples.Request("?startIndex=1&cursor="))).Type.ShouldBe(ScimType.InvalidCursor);

    [Fact]
    public void ASearch_SaysTheSameInItsBody()
    {
        var parameters = Read($$"""
            { "schemas": ["{{ScimSchemas.SearchRequestUrn}}"], "Attributes": ["displayName", "userName"], "excludedAttributes": "meta", "filter": "userName pr",
              "sortBy": "userName", "sortOrder": "descending", "startIndex": 11, "count": "10" }
            """);
        parameters.ShouldBe(new("userName pr", "userName", "descending", 11, 10, null, "displayName,userName", "meta"));
    }

    [Fact]
    public void AnEmptyCursor_IsAPageByCursor() => Read($$"""{ "schemas": ["{{ScimSchemas.SearchRequestUrn}}"], "cursor": "" }""").Cursor.ShouldBe("");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": true }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": ["userName pr"] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "attributes": [{}] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "startIndex": 1.5 }""")]
    public void ASearchThatIsNotUnderstood_IsRefused(string body) => Should.Throw<ScimErrorException>(() => Read(body)).Status.ShouldBe(400);

    private static ListParameters Read(string body) => ListParameters.Read(ScimJson.ParseObject(Encoding.UTF8.GetBytes(body)));
}
