using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §4: the discovery endpoints.</summary>
public sealed class DiscoveryTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-4-01", "7644-4-02")]
    public async Task TheConfiguration_IsOneObject()
    {
        var config = await Scim.GetAsync("/ServiceProviderConfig");
        config.Status.ShouldBe(200);
        ShouldBeJson(config.Body["schemas"], """["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"]""");
        config.Body.ContainsKey("Resources").ShouldBeFalse();
    }

    [Theory, Requirement("7644-4-01", "7644-4-03", "7644-4-04")]
    [InlineData("/Schemas", "urn:ietf:params:scim:schemas:core:2.0:Schema")]
    [InlineData("/ResourceTypes", "urn:ietf:params:scim:schemas:core:2.0:ResourceType")]
    public async Task SchemasAndResourceTypes_AreAList_AndEachIsReadAlone(string endpoint, string urn)
    {
        var list = await Scim.GetAsync(endpoint);
        list.Status.ShouldBe(200);
        ShouldBeJson(list.Body["schemas"], $"[\"{ListUrn}\"]");
        list.Resources.ShouldNotBeEmpty();
        ((int)list.Body["totalResults"]!).ShouldBe(list.Resources.Count);
        foreach (var resource in list.Resources)
        {
            ShouldBeJson(resource["schemas"], $"[\"{urn}\"]");
            ShouldBeJson((await Scim.GetAsync($"{endpoint}/{(string)resource["id"]!}")).Body, resource.ToJsonString());
            ((string)resource["meta"]!["location"]!).ShouldBe($"{RunningServices.PublicBaseUrl}{endpoint}/{(string)resource["id"]!}");
        }

        (await Scim.GetAsync($"{endpoint}/not-there")).Status.ShouldBe(404);
    }

    [Theory, Requirement("7644-4-05")]
    [InlineData("/Schemas")]
    [InlineData("/ResourceTypes")]
    [InlineData("/ServiceProviderConfig")]
    public async Task QueryParameters_AreIgnored(string endpoint)
    {
        var plain = await Scim.GetAsync(endpoint);
        foreach (var query in new[] { "startIndex=2&count=1", "count=0", "sortBy=id&sortOrder=descending", "cursor=&count=1", "attributes=id", "startIndex=x" })
        {
            var answer = await Scim.GetAsync($"{endpoint}?{query}");
            (answer.Status, answer.Text).ShouldBe((200, plain.Text), query);
        }
    }

    [Theory, Requirement("7644-4-06")]
    [InlineData("/Schemas")]
    [InlineData("/ResourceTypes")]
    [InlineData("/ServiceProviderConfig")]
    public async Task AFilter_IsForbidden(string endpoint) => (await Scim.GetAsync($"{endpoint}?filter=id+pr")).Status.ShouldBe(403);
}
