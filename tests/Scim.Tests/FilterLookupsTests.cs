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
        FilterLookups.TryFindEquality(FilterParser.Parse(filter, ResourceTypes.User), attribute, out var value).ShouldBeTrue();
        value.ShouldBe(expected);
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
        FilterLookups.TryFindEquality(FilterParser.Parse(filter, ResourceTypes.User), attribute, out _).ShouldBeFalse();

    [Fact]
    public void TheMembersOfAGroup_AreLookedUpByValue()
    {
        var filter = FilterParser.Parse("members eq \"u1\" and displayName eq \"Team\"", ResourceTypes.Group);
        FilterLookups.TryFindEquality(filter, "members.value", out var member).ShouldBeTrue();
        FilterLookups.TryFindEquality(filter, "displayName", out var name).ShouldBeTrue();
        (member, name).ShouldBe(("u1", "Team"));
    }
}
