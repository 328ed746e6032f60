using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §6 and §7: resource types and schemas.</summary>
public sealed class SchemaDefinitionTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement(
        "7643-6-01", "7643-6-02", "7643-6-03", "7643-6-04", "7643-6-05", "7643-6-06", "7643-6-07", "7643-6-08", "7643-6-09", "7643-6-10", "7643-6-11",
        "7643-6-12", "7643-6-15", "7644-3.2-01")]
    public async Task EveryResourceType_HasWhatTheRfcRequires()
    {
        var schemas = (await Scim.GetAsync("/Schemas")).Resources.Select(schema => (string)schema["id"]!).ToList();
        var types = (await Scim.GetAsync("/ResourceTypes")).Resources;
        types.Select(type => (string?)type["name"]).ShouldBe(["User", "Group"]);
        foreach (var type in types)
        {
            ((string?)type["id"]).ShouldBe((string?)type["name"]);
            ((string?)type["description"]).ShouldNotBeNullOrWhiteSpace();
            ((string?)type["endpoint"]).ShouldBe($"/{(string)type["name"]!}s");
            schemas.ShouldContain((string)type["schema"]!);
            foreach (var extension in type["schemaExtensions"]?.AsArray() ?? [])
            {
                schemas.ShouldContain((string)extension!["schema"]!);
                extension["required"]!.GetValue<bool>();
            }

            (await Scim.GetAsync((string)type["endpoint"]!)).Status.ShouldBe(200);
        }
    }

    [Fact, Requirement("7643-6-13", "7643-6-14")]
    public async Task AnExtensionThatIsNotRequired_MayBeAbsent()
    {
        var user = await Scim.GetAsync("/ResourceTypes/User");
        var enterprise = user.Body["schemaExtensions"]!.AsArray().Single(extension => (string?)extension!["schema"] == EnterpriseUrn)!;
        ((bool)enterprise["required"]!).ShouldBeFalse();
        (await NewUserAsync()).Body.ContainsKey(EnterpriseUrn).ShouldBeFalse();
    }

    [Fact, Requirement(
        "7643-7-01", "7643-7-02", "7643-7-03", "7643-7-04", "7643-7-05", "7643-7-06", "7643-7-07", "7643-7-08", "7643-7-09", "7643-7-12", "7643-1.2-01")]
    public async Task EverySchema_HasWhatTheRfcRequires()
    {
        var schemas = (await Scim.GetAsync("/Schemas")).Resources;
        schemas.Select(schema => (string)schema["id"]!).ShouldBe([ScimBodies.UserUrn, EnterpriseUrn, ScimBodies.GroupUrn, ShipExtension.Urn], ignoreOrder: true);
        foreach (var schema in schemas)
        {
            ((string?)schema["name"]).ShouldNotBeNullOrWhiteSpace();
            ((string?)schema["description"]).ShouldNotBeNullOrWhiteSpace();
            foreach (var attribute in WithParts(schema["attributes"]!.AsArray()))
            {
                ((string?)attribute["description"]).ShouldNotBeNullOrWhiteSpace();
                attribute["multiValued"]!.GetValue<bool>();
                attribute["required"]!.GetValue<bool>();
                ((string)attribute["mutability"]!).ShouldBeOneOf("readOnly", "readWrite", "immutable", "writeOnly");
                ((string)attribute["returned"]!).ShouldBeOneOf("always", "never", "default", "request");
                if ((string)attribute["type"]! != "complex")
                {
                    attribute["caseExact"]!.GetValue<bool>();
                    ((string)attribute["uniqueness"]!).ShouldBeOneOf("none", "server", "global");
                }
            }
        }
    }

    [Fact, Requirement("7643-3.1-03", "7643-7-28", "7643-7-29")]
    public async Task NoSchemaListsTheCommonAttributes_AndNoneClaimsToBeGloballyUnique()
    {
        var attributes = (await Scim.GetAsync("/Schemas")).Resources.SelectMany(schema => schema["attributes"]!.AsArray()).Select(attribute => attribute!).ToList();
        attributes.Select(attribute => (string)attribute["name"]!).ShouldNotContain(name => name == "id" || name == "externalId" || name == "meta" || name == "schemas");
        attributes.ShouldAllBe(attribute => (string?)attribute["uniqueness"] != "global");
        attributes.Single(attribute => (string?)attribute["name"] == "userName")["uniqueness"]!.GetValue<string>().ShouldBe("server");
    }

    // RFC 7643 §8.7.1 as a table: name, type, multiValued, mutability, returned. Where this system differs stands in the divergences page.
    [Theory, Requirement("7643-7-01"), Divergence("groups-on-request", "group-names")]
    [InlineData("userName", "string", false, "readWrite", "default")]
    [InlineData("name", "complex", false, "readWrite", "default")]
    [InlineData("displayName", "string", false, "readWrite", "default")]
    [InlineData("nickName", "string", false, "readWrite", "default")]
    [InlineData("profileUrl", "reference", false, "readWrite", "default")]
    [InlineData("title", "string", false, "readWrite", "default")]
    [InlineData("userType", "string", false, "readWrite", "default")]
    [InlineData("preferredLanguage", "string", false, "readWrite", "default")]
    [InlineData("locale", "string", false, "readWrite", "default")]
    [InlineData("timezone", "string", false, "readWrite", "default")]
    [InlineData("active", "boolean", false, "readWrite", "default")]
    [InlineData("password", "string", false, "writeOnly", "never")]
    [InlineData("emails", "complex", true, "readWrite", "default")]
    [InlineData("phoneNumbers", "complex", true, "readWrite", "default")]
    [InlineData("ims", "complex", true, "readWrite", "default")]
    [InlineData("photos", "complex", true, "readWrite", "default")]
    [InlineData("addresses", "complex", true, "readWrite", "default")]
    [InlineData("groups", "complex", true, "readOnly", "request")]
    [InlineData("entitlements", "complex", true, "readWrite", "default")]
    [InlineData("roles", "complex", true, "readWrite", "default")]
    [InlineData("x509Certificates", "complex", true, "readWrite", "default")]
    public async Task TheUserSchema_IsTheRfcs(string name, string type, bool multiValued, string mutability, string returned)
    {
        var schema = await Scim.GetAsync($"/Schemas/{ScimBodies.UserUrn}");
        var attribute = schema.Body["attributes"]!.AsArray().Single(attribute => (string?)attribute!["name"] == name)!;
        ((string?)attribute["type"], (bool)attribute["multiValued"]!, (string?)attribute["mutability"], (string?)attribute["returned"], (bool)attribute["required"]!)
            .ShouldBe((type, multiValued, mutability, returned, name == "userName"));
    }

    // Where the example of §8.7.1 says otherwise than the text.
    [Theory, Requirement("7643-7-13"), Divergence("schema-example")]
    [InlineData(ScimBodies.UserUrn, "profileUrl")]
    [InlineData(ScimBodies.UserUrn, "password")]
    [InlineData(ScimBodies.UserUrn, "photos.value")]
    [InlineData(ScimBodies.UserUrn, "x509Certificates.value")]
    [InlineData(ScimBodies.UserUrn, "groups.value")]
    [InlineData(ScimBodies.GroupUrn, "members.value")]
    [InlineData(ScimBodies.GroupUrn, "members.$ref")]
    public async Task WhatIsCompared_LetterForLetter_IsSaidToBeCaseExact(string schema, string attribute)
    {
        JsonNode found = (await Scim.GetAsync($"/Schemas/{schema}")).Body;
        foreach (var name in attribute.Split('.'))
        {
            found = (found["attributes"] ?? found["subAttributes"])!.AsArray().Single(candidate => (string?)candidate!["name"] == name)!;
        }

        ((bool)found["caseExact"]!).ShouldBeTrue();
    }

    [Fact, Divergence("schema-example")]
    public async Task OtherMessagingServices_AreListed()
    {
        var schema = await Scim.GetAsync($"/Schemas/{ScimBodies.UserUrn}");
        var ims = schema.Body["attributes"]!.AsArray().Single(attribute => (string?)attribute!["name"] == "ims")!;
        ims["subAttributes"]!.AsArray().Single(part => (string?)part!["name"] == "type")!["canonicalValues"]!.AsArray()
            .Select(value => (string?)value).ShouldBe(["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo", "other"], ignoreOrder: true);
    }

    [Fact, Requirement("7643-7-13", "7643-7-14", "7643-7-16", "7644-3.4.2.2-23")]
    public async Task CaseCountsWhereTheSchemaSaysSo_AndOnlyThere()
    {
        var user = await NewUserWithAsync("""
            "externalId":"AbC","title":"AbC"
            """);
        (await FindAsync("externalId eq \"AbC\"")).ShouldBe([user.Id]);
        (await FindAsync("externalId eq \"abc\"")).ShouldBeEmpty();
        (await FindAsync("externalId sw \"ab\"")).ShouldBeEmpty();
        (await FindAsync("title eq \"abc\"")).ShouldBe([user.Id]);
        (await FindAsync("title sw \"ABC\"")).ShouldBe([user.Id]);
        (await FindAsync("userName eq \"ADA@example.COM\"")).ShouldBe([user.Id]);
    }

    private static IEnumerable<JsonNode> WithParts(JsonArray attributes) =>
        attributes.SelectMany(attribute => new[] { attribute! }.Concat(attribute!["subAttributes"] is JsonArray parts ? parts.Select(part => part!) : []));
}
