using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>P30: what /ServiceProviderConfig says is supported is, up to the limits that it names; and what isn't isn't.</summary>
public sealed class DiscoveryConfigTests(RunningGateway running)
{
    // What the document is about itself.
    private static readonly string[] NoFeatures = ["schemas", "meta", "documentationUri"];

    [Fact]
    public async Task P30_EachFeature_IsAsItIsSaid_UpToItsLimits()
    {
        var (secret, documents) = await NewOrganizationAsync();
        using var check = new ConfigCheck(running.BaseUrl, secret, documents);
        foreach (var feature in documents.Config.Select(member => member.Key).Except(NoFeatures))
        {
            (await check.FindAsync(feature)).ShouldBeEmpty();
        }

        foreach (var (feature, characteristic, value) in new (string, string, JsonNode)[]
        {
            ("patch", "supported", false),
            ("bulk", "supported", !(bool)documents.Config["bulk"]!["supported"]!),
            ("bulk", "maxOperations", (int)documents.Config["bulk"]!["maxOperations"]! + 1),
            ("bulk", "maxPayloadSize", (int)documents.Config["bulk"]!["maxPayloadSize"]! - 1),
            ("filter", "supported", false),
            ("filter", "maxResults", 10),
            ("filter", "maxResults", 1_001),
            ("changePassword", "supported", true),
            ("sort", "supported", false),
            ("etag", "supported", false),
            ("pagination", "defaultPageSize", 10),
            ("pagination", "maxPageSize", 10),
            ("pagination", "index", false),
            ("pagination", "cursor", false),
            ("pagination", "cursorTimeout", 0),
            ("pagination", "defaultPaginationMethod", "cursor"),
        })
        {
            using var altered = new ConfigCheck(running.BaseUrl, secret, documents.Configured(feature, characteristic, value));
            (await altered.FindAsync(feature)).ShouldNotBeEmpty($"{feature}.{characteristic} {value}");
        }

        var moreSchemes = documents.Configured("meta", "location", "copied");
        moreSchemes.Config["authenticationSchemes"]!.AsArray().Add(new JsonObject { ["type"] = "httpbasic" });
        using var withBasic = new ConfigCheck(running.BaseUrl, secret, moreSchemes);
        (await withBasic.FindAsync("authenticationSchemes")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ADiscoveryDocument_AnswersAtItsLocation_AsItStandsInItsList()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using var client = scim;
        var documents = await DiscoveryDocuments.ReadAsync(scim);
        foreach (var document in documents.Schemas.Concat(documents.ResourceTypes).Append(documents.Config))
        {
            var location = (string)document["meta"]!["location"]!;
            location.ShouldStartWith(RunningServices.PublicBaseUrl);
            var answer = await scim.GetAsync(location[RunningServices.PublicBaseUrl.Length..]);
            answer.Status.ShouldBe(200, location);
            JsonNode.DeepEquals(answer.Body, document).ShouldBeTrue(location);
        }

        foreach (var (endpoint, document) in documents.Schemas.Select(schema => ("Schemas", schema)).Concat(documents.ResourceTypes.Select(type => ("ResourceTypes", type))))
        {
            var answer = await scim.GetAsync($"/{endpoint}/{Uri.EscapeDataString((string)document["id"]!)}");
            JsonNode.DeepEquals(answer.Body, document).ShouldBeTrue((string)document["id"]!);
        }
    }

    [Fact]
    public async Task AResourceType_HasItsEndpointAndItsSchemas()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using var client = scim;
        var documents = await DiscoveryDocuments.ReadAsync(scim);
        documents.NamedSchemaIds.ShouldBe(documents.SchemaIds, ignoreOrder: true); // none is missing, none is nobody's
        foreach (var type in documents.Types)
        {
            var list = await scim.GetAsync(type.Endpoint);
            (list.Status, list.Resources.Count).ShouldBe((200, 0));
        }
    }

    private async Task<(string Secret, DiscoveryDocuments Documents)> NewOrganizationAsync()
    {
        var tenant = await running.NewTenantAsync();
        var secret = (await running.Services.IssueTokenAsync(tenant.Id)).Secret;
        using var scim = ScimClient.WithToken(running.BaseUrl, secret);
        var documents = await DiscoveryDocuments.ReadAsync(scim);
        await tenant.NewUsersAsync((int)documents.Config["filter"]!["maxResults"]! + 2);
        return (secret, documents);
    }
}
