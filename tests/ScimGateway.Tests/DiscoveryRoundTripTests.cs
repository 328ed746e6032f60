using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>P30: what the schemas list is stored and returned as they say, and nothing else is.</summary>
public sealed class DiscoveryRoundTripTests(RunningGateway running) : DiscoveryTests(running)
{
    [Fact]
    public async Task P30_EachAttribute_ComesBackAsItsSchemaSays()
    {
        documents.Types.Count.ShouldBeGreaterThan(1);
        foreach (var type in documents.Types)
        {
            (await new RoundTripCheck(scim, documents).FindAsync(type.Name)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task P6_AnOrganizationOfSyncedAttributesOnly_StoresWhatItsOwnSchemasList_AndNothingElse()
    {
        using var synced = await NewSyncedOnlyAsync();
        var said = await DiscoveryDocuments.ReadAsync(synced);
        said.NamedSchemaIds.ShouldBe(said.SchemaIds, ignoreOrder: true);
        said.Types.Sum(type => type.WithParts.Count()).ShouldBeLessThan(documents.Types.Sum(type => type.WithParts.Count()));
        foreach (var type in said.Types)
        {
            (await new RoundTripCheck(synced, said, sent: documents).FindAsync(type.Name)).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("title", "mutability", "\"readOnly\"")]
    [InlineData("title", "returned", "\"never\"")]
    [InlineData("title", "returned", "\"request\"")]
    [InlineData("title", "returned", "\"always\"")]
    [InlineData("title", "type", "\"boolean\"")]
    [InlineData("title", "multiValued", "true")]
    [InlineData("emails", "multiValued", "false")]
    [InlineData("emails.display", "mutability", "\"readOnly\"")]
    [InlineData("groups", "returned", "\"default\"")]
    [InlineData("groups", "mutability", "\"readWrite\"")]
    [InlineData("password", "returned", "\"default\"")]
    public async Task ASchemaThatSaysSomethingElse_IsFound(string attribute, string characteristic, string value)
    {
        var altered = documents.Saying($"User.{attribute}", characteristic, JsonNode.Parse(value)!);
        if (attribute == "password")
        {
            altered = altered.Saying("User.password", "mutability", "readWrite");
        }

        (await new RoundTripCheck(scim, altered).FindAsync("User")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task AnAttributeThatIsListedAndNotStored_OrStoredAndNotListed_IsFound()
    {
        (await new RoundTripCheck(scim, documents.Listing("User", "shoeSize")).FindAsync("User")).ShouldContain(found => found.Contains("shoeSize"));
        (await new RoundTripCheck(scim, documents.Without("User.title"), sent: documents).FindAsync("User")).ShouldContain(found => found.Contains("title"));
        (await new RoundTripCheck(scim, documents.Without("User.emails.type"), sent: documents).FindAsync("User")).ShouldContain(found => found.Contains("emails"));
        (await new RoundTripCheck(scim, documents.Without("EnterpriseUser.division"), sent: documents).FindAsync("User"))
            .ShouldContain(found => found.Contains("division"));
    }

    private async Task<ScimClient> NewSyncedOnlyAsync()
    {
        var organization = await Running.Services.Organizations.CreateOrganizationAsync(new()
        {
            Name = $"Test {Guid.NewGuid():N}",
            Mode = Identity.V1.ProvisioningMode.Scim,
            SyncedAttributesOnly = true,
            Cause = RunningServices.NewCause(),
        });
        return ScimClient.WithToken(Running.BaseUrl, (await Running.Services.IssueTokenAsync(organization.Organization.Id)).Secret);
    }
}
