using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class RouteTests
{
    [Theory]
    [InlineData("/scim/v2/Users", "Users", null)]
    [InlineData("/scim/v2/Groups", "Groups", null)]
    [InlineData("/scim/v2/ServiceProviderConfig", "ServiceProviderConfig", null)]
    [InlineData("/scim/v2/Schemas", "Schemas", null)]
    [InlineData("/scim/v2/ResourceTypes", "ResourceTypes", null)]
    [InlineData("/scim/v2/Users/7", "Users", "7")]
    [InlineData("/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "Schemas", "urn:ietf:params:scim:schemas:core:2.0:User")]
    public void APath_NamesItsEndpointAndId(string path, string endpoint, string? id) =>
        Route.Parse(path).ShouldBe(new(Enum.Parse<Endpoint>(endpoint), id));

    [Theory]
    [InlineData("/SCIM/V2/users")]
    [InlineData("/scim/v2/USERS")]
    [InlineData("//scim//v2//Users")]
    [InlineData("/scim/v2/Users/")]
    [InlineData("/scim/Users")] // RFC 7644 §3.13
    [InlineData("/scim/v2//Users//")]
    public void Case_DoubledAndTrailingSlashes_ChangeNothing(string path) => Route.Parse(path).ShouldBe(new(Endpoint.Users, null));

    [Theory]
    [InlineData("/scim/v2", "Root", false)]
    [InlineData("/scim/v2/", "Root", false)]
    [InlineData("/scim/v2/.search", "Root", true)]
    [InlineData("/scim/v2/Users/.search", "Users", true)]
    [InlineData("/scim/v2/groups/.SEARCH/", "Groups", true)]
    [InlineData("/scim/v2/Bulk", "Bulk", false)]
    [InlineData("/scim/v2/Me", "Me", false)]
    public void ASearch_IsNoId(string path, string endpoint, bool isSearch) =>
        Route.Parse(path).ShouldBe(new(Enum.Parse<Endpoint>(endpoint), null, isSearch));

    [Fact]
    public void AnId_KeepsItsCase() => Route.Parse("/scim/v2/users/AbC").ShouldBe(new(Endpoint.Users, "AbC"));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/scim/v1/Users")]
    [InlineData("/scim/v2/Root")]
    [InlineData("/scim/v2/Me/7")]
    [InlineData("/scim/v2/Bulk/7")]
    [InlineData("/v2/Users")]
    [InlineData("/scim/v2/User")]
    [InlineData("/scim/v2/None")]
    [InlineData("/scim/v2/1")]
    [InlineData("/scim/v2/+1")]
    [InlineData("/scim/v2/-0")]
    [InlineData("/scim/v2/ Users")]
    [InlineData("/scim/v2/Users,Groups")]
    [InlineData("/scim/v2/Users/7/emails")]
    [InlineData("/scim/v2/Users/a%2Fb")]
    [InlineData("/scim/v2/Users/a\u0000b")]
    public void WhatIsNotUnderstood_NamesNothing(string path) => Route.Parse(path).Endpoint.ShouldBe(Endpoint.None);

    [Fact]
    public void AnIdThatIsTooLong_NamesNothing()
    {
        Route.Parse($"/scim/v2/Users/{new string('x', 256)}").Endpoint.ShouldBe(Endpoint.Users);
        Route.Parse($"/scim/v2/Users/{new string('x', 257)}").Endpoint.ShouldBe(Endpoint.None);
    }
}
