using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.8, §3.11 and §8.1: media types, character encoding, /Me.</summary>
public sealed class EncodingTests(RunningSystem running) : SectionTests(running)
{
    private const string Name = "Zoë Ꮳ 😀 \\\" <>&";

    [Fact, Requirement("7644-3.8-01", "7644-3.8-02")]
    public async Task Utf8_IsTakenAndGiven()
    {
        var user = await NewUserAsync(and: body => body["displayName"] = Name);
        ((string?)user.Body["displayName"]).ShouldBe(Name);
        ((string?)(await Scim.GetAsync($"/Users/{user.Id}")).Body["displayName"]).ShouldBe(Name);
        var escaped = await Scim.SendAsync(HttpMethod.Put, $"/Users/{user.Id}", ScimClient.Text(
            $$"""{"schemas":["{{ScimBodies.UserUrn}}"],"userName":"ada@example.com","displayName":"Zo\u00eb \ud83d\ude00"}"""));
        ((string?)escaped.Body["displayName"]).ShouldBe("Zoë 😀");
    }

    [Theory, Requirement("7644-3.8-01", "7644-3.8-04", "7644-3.12-05")]
    [InlineData("application/scim+json", 201)]
    [InlineData("application/scim+json; charset=utf-8", 201)]
    [InlineData("application/json", 201)]
    [InlineData("application/json;charset=UTF-8", 201)]
    [InlineData("application/scim+json; charset=utf-16", 415)]
    [InlineData("application/xml", 415)]
    [InlineData("text/plain", 415)]
    public async Task TheContentType_SaysWhatComes(string mediaType, int status)
    {
        var answer = await Scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text(ScimBodies.User("ada@example.com").ToJsonString(), mediaType));
        answer.Status.ShouldBe(status, answer.Text);
    }

    [Fact, Requirement("7644-3.8-01")]
    public async Task BytesThatAreNoUtf8_AreRefused()
    {
        var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes($$"""{"schemas":["{{ScimBodies.UserUrn}}"],"userName":"ada@example.com","title":"""), 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ScimClient.MediaType);
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Users", content);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidSyntax"));
    }

    [Theory, Requirement("7644-3.8-05", "7644-8.1-01")]
    [InlineData("application/scim+json")]
    [InlineData("application/json")]
    [InlineData("application/json, text/plain, */*")]
    [InlineData("*/*")]
    public async Task WhateverJsonIsAccepted_ScimsIsGiven(string accept)
    {
        // The client holds every answer to application/scim+json.
        var answer = await Scim.GetAsync("/Users", ("Accept", accept));
        answer.Status.ShouldBe(200);
        answer.Resources.ShouldBeEmpty();
    }

    [Fact, Requirement("7644-1.2-02")]
    public async Task UrlsAreDecodedOnce()
    {
        var user = await NewUserAsync("a+b%20c@example.com");
        (await FindAsync("userName eq \"a+b%20c@example.com\"")).ShouldBe([user.Id]);
        (await Scim.GetAsync($"/Users?filter=%75serName%20eq%20%22a%2Bb%2520c%40example.com%22")).Resources.ShouldHaveSingleItem();
        (await Scim.GetAsync($"/Users?filter=userName+eq+%22a%2Bb%2520c@example.com%22")).Resources.ShouldHaveSingleItem();
    }

    [Theory, Requirement("7644-3.11-02", "7644-3.11-03"), Divergence("me")]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task Me_IsNotImplemented(string method)
    {
        var content = method is "GET" or "DELETE" ? null : ScimClient.Text(new JsonObject().ToJsonString());
        var refused = await Scim.SendAsync(new HttpMethod(method), "/Me", content);
        refused.Status.ShouldBe(501);
        refused.Headers.Location.ShouldBeNull();
    }
}
