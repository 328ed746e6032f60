using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.13 and §3.14: versions of the protocol and of resources.</summary>
public sealed class VersioningTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-3.13-01", "7644-3.13-02", "7644-3.13-03", "7644-3.13-04")]
    public async Task TheProtocolsVersion_IsInThePath_OrTheMostRecentOne()
    {
        var user = await NewUserAsync();
        Scim.BaseUrl.AbsolutePath.ShouldEndWith("/v2");
        var secret = (await Running.Services.IssueTokenAsync(Tenant.Id)).Secret;
        using var unversioned = ScimClient.WithToken(new(Scim.BaseUrl, "/scim"), secret);
        (await unversioned.GetAsync($"/Users/{user.Id}")).Text.ShouldBe(user.Text);
        foreach (var version in new[] { "v1", "v3", "v22", "2" })
        {
            using var other = ScimClient.WithToken(new(Scim.BaseUrl, $"/scim/{version}"), secret);
            (await other.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(404, version);
        }
    }

    [Theory, Requirement("7644-3.14-01", "7644-3.14-02", "7643-5-15")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task AVersion_IsInTheHeaderAndInMeta_AndChangesWithTheResource(string endpoint)
    {
        var resource = await NewAsync(endpoint);
        var target = $"{endpoint}/{resource.Id}";
        resource.EntityTag.ShouldBe((string?)resource.Body["meta"]!["version"]);
        var read = await Scim.GetAsync(target);
        read.EntityTag.ShouldBe(resource.EntityTag);
        var changed = await Scim.PatchAsync(target, """{"op":"replace","path":"displayName","value":"x"}""");
        changed.EntityTag.ShouldNotBe(resource.EntityTag);
        (await Scim.GetAsync(target)).EntityTag.ShouldBe(changed.EntityTag);
    }

    [Theory, Requirement("7644-3.14-03")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task WhatTheClientHas_IsNotSentAgain(string endpoint)
    {
        var resource = await NewAsync(endpoint);
        var target = $"{endpoint}/{resource.Id}";
        foreach (var tag in new[] { resource.EntityTag!, $"W/\"x\", {resource.EntityTag}", resource.EntityTag![2..], "*" })
        {
            var same = await Scim.GetAsync(target, ("If-None-Match", tag));
            (same.Status, same.Text).ShouldBe((304, ""), tag);
        }

        await Scim.PatchAsync(target, """{"op":"replace","path":"displayName","value":"x"}""");
        (await Scim.GetAsync(target, ("If-None-Match", resource.EntityTag!))).Status.ShouldBe(200);
    }

    [Theory, Requirement("7644-3.14-04", "7644-3.12-05")]
    [InlineData("/Users", "PUT")]
    [InlineData("/Users", "PATCH")]
    [InlineData("/Users", "DELETE")]
    [InlineData("/Users", "GET")]
    [InlineData("/Groups", "PUT")]
    [InlineData("/Groups", "PATCH")]
    [InlineData("/Groups", "DELETE")]
    [InlineData("/Groups", "GET")]
    public async Task IfMatch_LetsTheLatestVersionThrough_AndNoOther(string endpoint, string method)
    {
        var resource = await NewAsync(endpoint);
        var target = $"{endpoint}/{resource.Id}";
        await Scim.PatchAsync(target, """{"op":"replace","path":"externalId","value":"701"}""");
        var latest = await Scim.GetAsync(target);
        (await SendAsync(resource.EntityTag!)).Status.ShouldBe(412);
        ShouldBeJson((await Scim.GetAsync(target)).Body, latest.Text);
        (await SendAsync($"{resource.EntityTag}, {latest.EntityTag}")).Status.ShouldBeInRange(200, 204);

        Task<ScimAnswer> SendAsync(string tags) => Scim.SendAsync(
            new HttpMethod(method),
            target,
            method switch
            {
                "PUT" => ScimClient.Text(resource.Text),
                "PATCH" => ScimClient.Text(ScimBodies.Patch("""{"op":"replace","path":"externalId","value":"702"}""").ToJsonString()),
                _ => null,
            },
            ("If-Match", tags));
    }

    [Fact, Requirement("7644-3.14-04")]
    public async Task IfNoneMatch_KeepsAVersionFromBeingChanged()
    {
        var user = await NewUserAsync();
        var target = $"/Users/{user.Id}";
        (await Scim.PutAsync(target, user.Body.DeepClone(), ("If-None-Match", user.EntityTag!))).Status.ShouldBe(412);
        (await Scim.DeleteAsync(target, ("If-None-Match", "*"))).Status.ShouldBe(412);
        (await Scim.PutAsync(target, user.Body.DeepClone(), ("If-None-Match", "W/\"999\""))).Status.ShouldBe(200);
    }

    [Theory, Divergence("impossible-tag")]
    [InlineData("W/\"abc\"")]
    [InlineData("abc")]
    [InlineData("\"\"")]
    public async Task ATagThatCanBeNone_MatchesNothing(string tag)
    {
        var user = await NewUserAsync();
        (await Scim.PutAsync($"/Users/{user.Id}", user.Body.DeepClone(), ("If-Match", tag))).Status.ShouldBe(412);
        (await Scim.PutAsync($"/Users/{user.Id}", user.Body.DeepClone(), ("If-Match", "*"))).Status.ShouldBe(200);
    }

    private async Task<ScimAnswer> NewAsync(string endpoint) => endpoint == "/Users" ? await NewUserAsync() : await NewGroupAsync();
}
