using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>P30 the other way round: what no schema lists isn't stored, and can't be asked for; and values are unique where a schema says so only.</summary>
public sealed class DiscoveryReverseTests(RunningGateway running) : DiscoveryTests(running)
{
    private const string Unlisted = "shoeSize";
    private const string UnlistedUrn = "urn:example:schemas:Shoes";

    [Fact]
    public async Task WhatNoSchemaLists_IsDropped_AtTheTop_InAPart_InAnExtension_AndUnderAUrn()
    {
        foreach (var type in documents.Types)
        {
            var samples = await SampleResources.PrepareAsync(scim, documents);
            var body = samples.Body(type, samples.NextEven(), only: attribute => !attribute.IsReadOnly);
            var (post, put) = (AddUnlisted(type, body), body.DeepClone().AsObject());
            var created = await scim.PostAsync(type.Endpoint, post);
            var address = $"{type.Endpoint}/{created.Id}";
            created.Status.ShouldBe(201, created.Text);
            created.Text.ShouldNotContain(Unlisted);
            var replaced = await scim.PutAsync(address, AddUnlisted(type, put));
            replaced.Status.ShouldBe(200, replaced.Text);
            replaced.Text.ShouldNotContain(Unlisted);
            var patch = ScimBodies.Patch(new JsonObject { ["op"] = "add", ["value"] = AddUnlisted(type, []) }.ToJsonString());
            (await scim.SendAsync(HttpMethod.Patch, address, ScimClient.Text(patch.ToJsonString()))).Status.ShouldBeOneOf(200, 204);
            (await scim.GetAsync(address)).Text.ShouldBe(replaced.Text);
            (await scim.GetAsync($"{address}?attributes={Unlisted}")).Text.ShouldNotContain(Unlisted);
        }
    }

    [Fact]
    public async Task WhatNoSchemaLists_CannotBeFiltered_SortedBy_OrPatched()
    {
        foreach (var type in documents.Types)
        {
            var samples = await SampleResources.PrepareAsync(scim, documents);
            var created = await scim.PostAsync(type.Endpoint, samples.Body(type, samples.NextEven(), only: attribute => attribute.Required));
            foreach (var path in UnlistedPaths(type))
            {
                var filtered = await scim.GetAsync($"{type.Endpoint}?filter={Uri.EscapeDataString($"{path} eq \"9\"")}");
                (filtered.Status, filtered.ScimType).ShouldBe((400, "invalidFilter"), path);
                (await scim.GetAsync($"{type.Endpoint}?filter={Uri.EscapeDataString($"{path} pr")}")).ScimType.ShouldBe("invalidFilter", path);
                var sorted = await scim.GetAsync($"{type.Endpoint}?sortBy={Uri.EscapeDataString(path)}");
                sorted.Status.ShouldBe(400, path);
                foreach (var op in new[] { "add", "replace", "remove" })
                {
                    var patched = await scim.PatchAsync(
                        $"{type.Endpoint}/{created.Id}", new JsonObject { ["op"] = op, ["path"] = path, ["value"] = "9" }.ToJsonString());
                    (patched.Status, patched.ScimType).ShouldBe((400, "invalidPath"), $"{op} {path}");
                }
            }

            (await scim.GetAsync($"{type.Endpoint}/{created.Id}")).EntityTag.ShouldBe(created.EntityTag);
        }
    }

    [Fact]
    public async Task P30_AValueIsUnique_WhereItsSchemaSaysSo_AndNowhereElse()
    {
        foreach (var type in documents.Types)
        {
            (await new UniquenessCheck(scim, documents).FindAsync(type.Name)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("User", "userName", "uniqueness", "\"none\"")]
    [InlineData("User", "userName", "caseExact", "true")]
    [InlineData("User", "title", "uniqueness", "\"server\"")]
    [InlineData("Group", "displayName", "uniqueness", "\"none\"")]
    public async Task ASchemaThatSaysSomethingElse_IsFound(string type, string attribute, string characteristic, string value)
    {
        var altered = documents.Saying($"{type}.{attribute}", characteristic, JsonNode.Parse(value)!);
        (await new UniquenessCheck(scim, altered).FindAsync(type)).ShouldNotBeEmpty();
    }

    private static JsonObject AddUnlisted(ListedType type, JsonObject body)
    {
        body[Unlisted] = "9";
        body[UnlistedUrn] = new JsonObject { [Unlisted] = "9" };
        foreach (var extension in type.Extensions)
        {
            (body[extension] ??= new JsonObject())[Unlisted] = "9";
        }

        foreach (var attribute in type.Attributes.Where(attribute => attribute.IsComplex))
        {
            foreach (var value in attribute.ValuesIn(body).OfType<JsonObject>())
            {
                value[Unlisted] = "9";
            }
        }

        return body;
    }

    private static IEnumerable<string> UnlistedPaths(ListedType type) =>
    [
        Unlisted,
        $"{type.Schema}:{Unlisted}",
        $"{UnlistedUrn}:{Unlisted}",
        .. type.Extensions.Select(extension => $"{extension}:{Unlisted}"),
        .. type.Attributes.Where(attribute => attribute.IsComplex).Select(attribute => $"{attribute.Path}.{Unlisted}"),
    ];
}
