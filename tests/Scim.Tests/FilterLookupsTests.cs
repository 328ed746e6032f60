namespace OptiId.Scim.Tests;

public sealed class FilterLookupsTests
{
    [Theory]
    [InlineData("userName eq \"x\"", "userName", "x")]
    [InlineData("USERNAME EQ \"X\"", "username", "X")]
    [InlineData("active eq true and userName eq \"x\"", "userName", "x")]
    [InlineData("(title pr and userName eq \"x\") and active eq true", "userName", "x")]
    [InlineData("id eq \"1\"", "id", "1")]
    [InlineData("externalId eq \"1\"", "externalId", "1")]
    [InlineData("emails.value eq \"x\"", "emails.value", "x")]
    [InlineData("emails eq \"x\"", "emails.value", "x")]
    [InlineData("email eq \"x\"", "emails.value", "x")]
    [InlineData("emails[type eq \"work\" and value eq \"x\"]", "emails.value", "x")]
    [InlineData("emails[type eq \"work\"].value eq \"x\"", "emails.value", "x")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "7")]
    public void AnEqualityThatEveryMatchMeets_IsFound(string filter, string attribute, string expected)
    {
        FilterLookups.Plan(FilterParser.Parse(filter, ResourceTypes.User), [attribute], []).ShouldBe([new(attribute, false, expected)]);
    }

    [Theory]
    [InlineData("userName eq \"x\" or title pr", "userName")]
    [InlineData("not (userName eq \"x\")", "userName")]
    [InlineData("userName ne \"x\"", "userName")]
    [InlineData("userName sw \"x\"", "userName")]
    [InlineData("userName pr", "userName")]
    [InlineData("title eq null", "title")]
    [InlineData("displayName eq \"x\"", "userName")]
    [InlineData("emails[type eq \"work\" or value eq \"x\"]", "emails.value")]
    [InlineData("emails[not (value eq \"x\")]", "emails.value")]
    [InlineData("emails.type eq \"work\"", "emails.value")]
    public void WhatAMatchNeedNotMeet_IsNotFound(string filter, string attribute) =>
        FilterLookups.Plan(FilterParser.Parse(filter, ResourceTypes.User), [attribute], []).ShouldBeNull();

    [Fact]
    public void OfTwoEqualities_TheFirstOfTheIndexesIsAsked()
    {
        var filter = FilterParser.Parse("members eq \"u1\" and displayName eq \"Team\"", ResourceTypes.Group);
        FilterLookups.Plan(filter, ["members.value", "displayName"], []).ShouldBe([new("members.value", false, "u1")]);
        FilterLookups.Plan(filter, ["displayName", "members.value"], []).ShouldBe([new("displayName", false, "Team")]);
    }

    [Fact]
    public void Alternatives_AreAllAsked_OrNone()
    {
        var filter = FilterParser.Parse("active eq true and (userName eq \"a\" or externalId eq \"b\" or userName sw \"c\")", ResourceTypes.User);
        FilterLookups.Plan(filter, ["userName", "externalId"], ["userName"]).ShouldBe(
            [new("userName", false, "a"), new("externalId", false, "b"), new("userName", true, "c")]);
        FilterLookups.Plan(filter, ["userName", "externalId"], []).ShouldBeNull();
        FilterLookups.Plan(filter, ["userName"], ["userName"]).ShouldBeNull();
    }

    [Fact]
    public void AnEquality_IsAskedRatherThanAPrefix()
    {
        var filter = FilterParser.Parse("userName sw \"a\" and externalId eq \"b\"", ResourceTypes.User);
        FilterLookups.Plan(filter, ["userName", "externalId"], ["userName"]).ShouldBe([new("externalId", false, "b")]);
    }

    [Fact]
    public void AnEmptyPrefix_IsNoQuestionToAnIndex() =>
        FilterLookups.Plan(FilterParser.Parse("userName sw \"\"", ResourceTypes.User), [], ["userName"]).ShouldBeNull();
}
