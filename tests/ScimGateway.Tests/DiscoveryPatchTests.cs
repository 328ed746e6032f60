using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>P30: each attribute and each part of one takes the PATCH operations that its schema allows, and refuses the others.</summary>
public sealed class DiscoveryPatchTests(RunningGateway running) : DiscoveryTests(running)
{
    [Fact]
    public async Task P30_EachAttribute_TakesEachPatchOperation_AsItsSchemaSays()
    {
        ((bool)documents.Config["patch"]!["supported"]!).ShouldBeTrue();
        foreach (var type in documents.Types)
        {
            (await PatchCheck.FindAsync(scim, documents, type.Name)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("User", "title", "mutability", "\"readOnly\"")]
    [InlineData("User", "title", "mutability", "\"writeOnly\"")]
    [InlineData("User", "title", "type", "\"boolean\"")]
    [InlineData("User", "title", "multiValued", "true")]
    [InlineData("User", "title", "required", "true")]
    [InlineData("User", "emails", "multiValued", "false")]
    [InlineData("User", "emails.display", "mutability", "\"immutable\"")]
    [InlineData("User", "name.givenName", "mutability", "\"readOnly\"")]
    [InlineData("User", "userName", "required", "false")]
    [InlineData("User", "groups", "mutability", "\"readWrite\"")]
    [InlineData("Group", "displayName", "required", "false")]
    [InlineData("Group", "members.value", "mutability", "\"readWrite\"")]
    [InlineData("Group", "members.type", "mutability", "\"readWrite\"")]
    public async Task ASchemaThatSaysSomethingElse_IsFound(string type, string attribute, string characteristic, string value)
    {
        var altered = documents.Saying($"{type}.{attribute}", characteristic, JsonNode.Parse(value)!);
        (await PatchCheck.FindAsync(scim, altered, type, only: whole => whole.Name == attribute.Split('.')[0])).ShouldNotBeEmpty();
    }
}
