using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>P30: each attribute is filtered and sorted by as its schema says; docs/scim-divergences.md says by which ones nobody can.</summary>
public sealed class DiscoverySearchTests(RunningGateway running) : DiscoveryTests(running)
{
    [Fact]
    public async Task P30_EachAttribute_IsFilteredByEachOperator_AsItsSchemaSays()
    {
        ((bool)documents.Config["filter"]!["supported"]!).ShouldBeTrue();
        foreach (var type in documents.Types)
        {
            (await (await SearchCheck.PrepareAsync(scim, documents, type.Name)).FindByFilterAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task P30_AListIsSortedByEachAttribute_AsItsSchemaSays()
    {
        ((bool)documents.Config["sort"]!["supported"]!).ShouldBeTrue();
        foreach (var type in documents.Types)
        {
            (await (await SearchCheck.PrepareAsync(scim, documents, type.Name)).FindBySortAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public void WhatCannotBeSearched_IsAnAttributeThatTheSchemasList()
    {
        var listed = documents.Types.SelectMany(type => type.WithParts).Select(attribute => attribute.DottedName).ToHashSet();
        ProductRules.Unfilterable.ShouldNotBeEmpty();
        ProductRules.Unsortable.Count.ShouldBeGreaterThan(ProductRules.Unfilterable.Count);
        ProductRules.Unsortable.ShouldBeSubsetOf(listed);
    }

    [Fact]
    public async Task ASchemaThatSaysSomethingElse_IsFound()
    {
        var check = await SearchCheck.PrepareAsync(scim, documents, "User");
        foreach (var (path, characteristic, value) in new (string, string, JsonNode)[]
        {
            ("userName", "caseExact", true),
            ("title", "caseExact", true),
            ("profileUrl", "caseExact", false),
            ("title", "type", "boolean"),
            ("active", "type", "string"),
            ("emails.value", "type", "binary"),
            ("emails.primary", "type", "string"),
        })
        {
            var altered = documents.Saying($"User.{path}", characteristic, value);
            (await check.Saying(altered).FindByFilterAsync(only: attribute => attribute.DottedName == path)).ShouldNotBeEmpty($"{path} {characteristic}");
        }

        var longer = documents.Listing("User", "shoeSize");
        (await check.Saying(longer).FindByFilterAsync(only: attribute => attribute.Name == "shoeSize")).ShouldNotBeEmpty();
        (await check.Saying(longer).FindBySortAsync(only: attribute => attribute.Name == "shoeSize")).ShouldNotBeEmpty();
    }
}
