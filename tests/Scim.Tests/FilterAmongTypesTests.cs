namespace OptiId.Scim.Tests;

/// <summary>Filters that are asked of users and groups at once (RFC 7644 section 3.4.2.1).</summary>
public sealed class FilterAmongTypesTests
{
    [Theory]
    [InlineData("meta.resourceType eq \"User\"", "meta.resourceType eq \"User\"", "meta.resourceType eq \"User\"")]
    [InlineData("userName sw \"a\"", "userName sw \"a\"", null)]
    [InlineData("members.value eq \"u1\"", null, "members.value eq \"u1\"")]
    [InlineData("members[value eq \"u1\"]", null, "members[value eq \"u1\"]")]
    [InlineData("userName eq \"a\" or displayName eq \"b\"", "userName eq \"a\" or displayName eq \"b\"", "displayName eq \"b\"")]
    [InlineData("userName eq \"a\" and displayName eq \"b\"", "userName eq \"a\" and displayName eq \"b\"", null)]
    [InlineData("userName ne \"a\" and displayName eq \"b\"", "userName ne \"a\" and displayName eq \"b\"", "displayName eq \"b\"")]
    [InlineData("not (userName pr) and displayName pr", "not (userName pr) and displayName pr", "displayName pr")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq \"b\"", null, "displayName eq \"b\"")]
    public void WhatAnotherTypeHas_CountsAsWithoutValue(string filter, string? forUsers, string? forGroups)
    {
        Among(filter, ResourceTypes.User).ShouldBe((forUsers is not null, forUsers));
        Among(filter, ResourceTypes.Group).ShouldBe((forGroups is not null, forGroups));
    }

    [Theory]
    [InlineData("userName ne \"a\"")]
    [InlineData("not (userName pr)")]
    [InlineData("userName eq null")]
    [InlineData("not (userName eq \"a\") or displayName eq \"b\"")]
    public void WhereNothingIsLeftToAsk_EveryResourceMatches(string filter) => Among(filter, ResourceTypes.Group).ShouldBe((true, null));

    [Theory]
    [InlineData("nonsense eq \"a\"")]
    [InlineData("userName gt 5")]
    [InlineData("members[nonsense eq \"a\"]")]
    public void WhatNoTypeHas_IsRefused(string filter) => Sample.Refuses(ScimType.InvalidFilter, () => Among(filter, ResourceTypes.User));

    private static (bool MayMatch, string? Filter) Among(string filter, ResourceTypeDefinition type) =>
        (FilterParser.ParseAmong(filter, type, ResourceTypes.All, out var rest), rest?.ToString());
}
