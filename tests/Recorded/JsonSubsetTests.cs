using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.Recorded.Tests;

public sealed class JsonSubsetTests
{
    [Theory]
    [InlineData("{}", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"primary":true}""", """{"Primary":true}""")]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"b":"x","c":1}}""")]
    [InlineData("""{"a":"{{any}}"}""", """{"a":5}""")]
    [InlineData("""{"a":null}""", """{"b":1}""")]
    [InlineData("""{"members":[]}""", "{}")]
    [InlineData("""{"members":[]}""", """{"members":[]}""")]
    [InlineData("""{"members":[{"value":"1"},{"value":"2"}]}""", """{"members":[{"value":"2","type":"User"},{"value":"1"}]}""")]
    public void APart_IsFoundInTheWhole(string expected, string actual) =>
        JsonSubset.FindDifference(JsonNode.Parse(expected), JsonNode.Parse(actual)).ShouldBeNull();

    [Theory]
    [InlineData("""{"a":1}""", "{}", "a is absent or null, not 1")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "a is \"1\", not 1")]
    [InlineData("""{"a":{"b":true}}""", """{"a":{"b":false}}""", "a.b is false, not true")]
    [InlineData("""{"a":"{{any}}"}""", """{"a":null}""", "a is absent or null")]
    [InlineData("""{"members":null}""", """{"members":[]}""", "members is [], and should be absent")]
    [InlineData("""{"members":[]}""", """{"members":[{"value":"1"}]}""", "members has 1 values, not 0")]
    [InlineData("""{"members":[{"value":"1"},{"value":"1"}]}""", """{"members":[{"value":"1"},{"value":"2"}]}""", "members lacks")]
    public void ADifference_IsNamedWithItsPlace(string expected, string actual, string difference) =>
        JsonSubset.FindDifference(JsonNode.Parse(expected), JsonNode.Parse(actual)).ShouldNotBeNull().ShouldStartWith(difference);

    [Fact]
    public void APath_LeadsThroughObjectsAndLists()
    {
        var body = JsonNode.Parse("""{"Resources":[{"id":"a"},{"id":"b"}]}""");
        JsonPath.Read(body, "Resources[1].id")!.GetValue<string>().ShouldBe("b");
        JsonPath.Read(body, "Resources[2].id").ShouldBeNull();
        JsonPath.Read(body, "nothing.there").ShouldBeNull();
    }
}
