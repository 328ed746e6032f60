using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §2.3 and §7 on an extension (<see cref="ShipExtension"/>) whose attributes have every type and characteristic.</summary>
public sealed class ExtensionTests(RunningSystem running) : SectionTests(running)
{
    private const string Ship = """
        {"badge":"B7","berth":12,"height":1.75,"signedOn":"2026-01-31T12:00:00+01:00","sails":true,"watch":"dog","motto":"aye","knots":["bowline","reef"],
         "papers":{"number":"77","kind":"pass"}}
        """;

    [Fact, Requirement("7643-3.3-01", "7643-3.3-03", "7643-3.3-05", "7643-2.3.4-01", "7643-2.3.5-01", "7643-2.3.5-02")]
    public async Task EveryTypeOfValue_ComesBackAsSent()
    {
        var user = await NewCrewAsync();
        var expected = JsonNode.Parse(Ship)!.AsObject();
        expected.Remove("motto"); // returned on request
        ShouldBeJson((await Scim.GetAsync($"/Users/{user.Id}")).Body[ShipExtension.Urn], expected.ToJsonString());
        ShouldBeJson(user.Body["schemas"], $"[\"{ScimBodies.UserUrn}\",\"{ShipExtension.Urn}\"]");
    }

    [Theory, Requirement("7643-2.3.4-01", "7643-2.3.5-01", "7643-2.3.5-02")]
    [InlineData("\"berth\":1.5")]
    [InlineData("\"berth\":\"twelve\"")]
    [InlineData("\"height\":\"tall\"")]
    [InlineData("\"signedOn\":\"2026-01-31\"")]
    [InlineData("\"signedOn\":\"31.1.2026 12:00\"")]
    [InlineData("\"sails\":\"perhaps\"")]
    [InlineData("\"papers\":{\"number\":{\"a\":1}}")]
    public async Task AValueOfAnotherType_IsRefused(string attribute)
    {
        var refused = await Scim.PostAsync("/Users", ScimBodies.User("ada@example.com", user => Merge(user, $$"""
            "{{ShipExtension.Urn}}":{{{attribute}}}
            """)));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"), refused.Text);
        (await Scim.GetAsync("/Users")).Resources.ShouldBeEmpty();
    }

    [Theory, Requirement("7644-3.4.2.2-04", "7644-3.4.2.2-09", "7644-3.4.2.2-10", "7644-3.4.2.2-11", "7644-3.4.2.2-12", "7643-7-13")]
    [InlineData("berth gt 9", true)]
    [InlineData("berth lt 9", false)]
    [InlineData("berth ge 12", true)]
    [InlineData("berth le 12", true)]
    [InlineData("height gt 1.7", true)]
    [InlineData("height eq 1.750", true)]
    [InlineData("signedOn eq \"2026-01-31T11:00:00Z\"", true)]
    [InlineData("signedOn lt \"2026-01-31T11:30:00Z\"", true)]
    [InlineData("signedOn gt \"2026-01-31T12:00:00Z\"", false)]
    [InlineData("badge eq \"b7\"", false)]
    [InlineData("knots eq \"REEF\"", true)]
    [InlineData("papers.kind sw \"pa\"", true)]
    [InlineData("motto pr", true)]
    public async Task Comparisons_AreOfTheAttributesType(string comparison, bool matches)
    {
        var user = await NewCrewAsync();
        await NewUserAsync("ben@example.com");
        (await FindAsync($"{ShipExtension.Urn}:{comparison}")).ShouldBe(matches ? [user.Id] : []);
    }

    [Fact, Requirement("7643-7-19", "7643-7-20", "7644-3.5.1-09", "7644-3.5.1-10")]
    public async Task AnImmutableAttribute_IsGivenOnce_ByPut()
    {
        var user = await NewUserAsync();
        var given = await PutAsync(user.Id, """{"badge":"B7","papers":{"number":"77","kind":"pass"}}""");
        (given.Status, (string?)given.Body[ShipExtension.Urn]?["badge"]).ShouldBe((200, "B7"));
        (await PutAsync(user.Id, """{"badge":"B7","papers":{"number":"77","kind":"book"}}""")).Status.ShouldBe(200);
        foreach (var other in new[] { """{"badge":"B8"}""", """{"papers":{"number":"78"}}""" })
        {
            var refused = await PutAsync(user.Id, other);
            (refused.Status, refused.ScimType).ShouldBe((400, "mutability"), refused.Text);
        }

        ShouldBeJson((await Scim.GetAsync($"/Users/{user.Id}")).Body[ShipExtension.Urn], """{"badge":"B7","papers":{"number":"77","kind":"book"}}""");
    }

    [Fact, Requirement("7643-7-20", "7644-3.5.2-06", "7644-3.5.2-07", "7644-3.5.2-08", "7644-3.5.2-09")]
    public async Task AnImmutableAttribute_IsGivenOnce_ByPatch()
    {
        var user = await NewUserAsync();
        var badge = $"{ShipExtension.Urn}:badge";
        var (given, _) = await PatchUserAsync(user.Id, $$"""{"op":"add","path":"{{badge}}","value":"B7"}""");
        (given.Status, (string?)given.Body[ShipExtension.Urn]!["badge"]).ShouldBe((200, "B7"));
        foreach (var operation in new[]
        {
            $$"""{"op":"add","path":"{{badge}}","value":"B8"}""",
            $$"""{"op":"replace","path":"{{badge}}","value":"B8"}""",
            $$"""{"op":"remove","path":"{{badge}}"}""",
        })
        {
            var (refused, read) = await PatchUserAsync(user.Id, operation);
            (refused.Status, refused.ScimType).ShouldBe((400, "mutability"), operation);
            ((string?)read[ShipExtension.Urn]!["badge"]).ShouldBe("B7");
        }
    }

    [Theory, Requirement("7644-3.4.2.5-02", "7644-3.4.2.5-04", "7644-3.9-02", "7644-3.9-03", "7644-3.4-01")]
    [InlineData("", "badge,watch", "motto")]
    [InlineData("?attributes=userName", "watch", "motto,badge,berth")]
    [InlineData("?attributes=urn:example:params:scim:schemas:extension:ship:2.0:User:motto", "watch,motto", "badge")]
    [InlineData("?attributes=urn:example:params:scim:schemas:extension:ship:2.0:User:berth,userName", "watch,berth", "motto,badge")]
    [InlineData("?excludedAttributes=urn:example:params:scim:schemas:extension:ship:2.0:User:watch", "watch,badge", "motto")]
    [InlineData("?excludedAttributes=urn:example:params:scim:schemas:extension:ship:2.0:User:badge", "watch,berth", "motto,badge")]
    public async Task WhatIsReturned_IsAsTheSchemaSays(string query, string present, string absent)
    {
        var user = await NewCrewAsync();
        foreach (var resource in new[] { (await Scim.GetAsync($"/Users/{user.Id}{query}")).Body, (await Scim.GetAsync($"/Users{query}")).Resources.Single() })
        {
            var ship = resource[ShipExtension.Urn]!.AsObject();
            present.Split(',').ShouldAllBe(name => ship.ContainsKey(name));
            absent.Split(',').ShouldAllBe(name => !ship.ContainsKey(name));
        }
    }

    [Fact, Requirement("7643-1.2-01", "7643-6-10", "7643-6-14")]
    public async Task TheExtension_IsDiscovered()
    {
        var schema = await Scim.GetAsync($"/Schemas/{ShipExtension.Urn}");
        schema.Status.ShouldBe(200);
        ((string?)schema.Body["attributes"]!.AsArray().Single(attribute => (string?)attribute!["name"] == "badge")!["mutability"]).ShouldBe("immutable");
        var user = await Scim.GetAsync("/ResourceTypes/User");
        user.Body["schemaExtensions"]!.AsArray().Select(extension => (string?)extension!["schema"]).ShouldContain(ShipExtension.Urn);
    }

    private Task<ScimAnswer> NewCrewAsync() => NewUserWithAsync($$"""
        "{{ShipExtension.Urn}}":{{Ship}}
        """);

    private Task<ScimAnswer> PutAsync(string id, string ship) =>
        Scim.PutAsync($"/Users/{id}", ScimBodies.User("ada@example.com", user => user[ShipExtension.Urn] = JsonNode.Parse(ship)));
}
