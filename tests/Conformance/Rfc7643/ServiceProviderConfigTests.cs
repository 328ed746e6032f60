using System.Text.Json;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §5: what the service provider says about itself.</summary>
public sealed class ServiceProviderConfigTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement(
        "7643-5-02", "7643-5-03", "7643-5-04", "7643-5-05", "7643-5-08", "7643-5-09", "7643-5-11", "7643-5-12", "7643-5-13", "7643-5-14", "7643-5-15",
        "7643-5-16")]
    public async Task EveryFeature_IsSaidToBeThereOrNot()
    {
        var config = await ReadAsync();
        foreach (var feature in new[] { "patch", "bulk", "filter", "changePassword", "sort", "etag" })
        {
            config[feature]!["supported"]!.GetValueKind().ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        }
    }

    [Theory, Requirement("7643-5-06", "7643-5-07", "7643-5-10")]
    [InlineData("bulk", "maxOperations")]
    [InlineData("bulk", "maxPayloadSize")]
    [InlineData("filter", "maxResults")]
    public async Task ALimit_IsAWholeNumber_AboveZeroWhereTheFeatureIsThere(string feature, string limit)
    {
        var config = (await ReadAsync())[feature]!;
        ((int)config[limit]!).ShouldBeGreaterThan((bool)config["supported"]! ? 0 : -1);
    }

    [Fact, Requirement("7643-5-18", "7643-5-19", "7643-5-20", "7643-5-21", "7643-5-22", "7643-1.1-04")]
    public async Task AuthenticationSchemes_AreDescribed()
    {
        var schemes = (await ReadAsync())["authenticationSchemes"]!.AsArray();
        schemes.ShouldNotBeEmpty();
        foreach (var scheme in schemes)
        {
            ((string)scheme!["type"]!).ShouldBeOneOf("oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest");
            ((string?)scheme["name"]).ShouldNotBeNullOrWhiteSpace();
            ((string?)scheme["description"]).ShouldNotBeNullOrWhiteSpace();
            Uri.TryCreate((string?)scheme["specUri"], UriKind.Absolute, out _).ShouldBeTrue();
        }
    }

    [Fact, Requirement("7643-5-17", "7644-2.2-01"), Divergence("discovery-needs-a-token")]
    public async Task Nothing_IsAnsweredWithoutAToken()
    {
        using var nobody = new ScimClient(Running.BaseUrl, null);
        foreach (var target in new[] { "/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/Users", "/nowhere" })
        {
            (await nobody.GetAsync(target)).Status.ShouldBe(401, target);
        }

        (await nobody.PostAsync("/Users", ScimBodies.User("ada@example.com"))).Status.ShouldBe(401);
        (await Scim.GetAsync("/Users")).Resources.ShouldBeEmpty();
    }

    private async Task<JsonObject> ReadAsync() => (await Scim.GetAsync("/ServiceProviderConfig")).Body;
}
