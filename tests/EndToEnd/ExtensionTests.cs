using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>A custom extension is a file: no code, no build.</summary>
public sealed class ExtensionTests
{
    private const string Shop = "urn:example:params:scim:schemas:extension:shop:2.0:User";
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private const string File = $$"""
        { "id": "{{Shop}}", "name": "Shop", "description": "What a shop knows", "extends": "User",
          "attributes": [
            { "name": "loyaltyNumber", "type": "integer", "description": "The number of the card." },
            { "name": "code", "type": "string", "mutability": "immutable", "caseExact": true },
            { "name": "hint", "type": "string", "returned": "request" },
            { "name": "visits", "type": "complex", "multiValued": true,
              "subAttributes": [ { "name": "value", "type": "string" }, { "name": "at", "type": "dateTime" } ] }
          ] }
        """;

    [Fact]
    public async Task P30_AnExtensionOfTheOperators_IsStoredReturnedPatchedFilteredAndShown()
    {
        using var home = NewHome(File);
        await using var run = await LocalRunProcess.StartAsync(home);
        using var scim = run.Scim(run.Token);
        var id = await CreateAsync(scim);
        await ReplaceAsync(scim, id);
        await PatchAsync(scim, id);
        await FindAsync(scim, id);
        await DiscoverAsync(scim);
        await StoreOnlyTheSyncedAsync(run);
    }

    [Theory]
    [InlineData("{ \"id\": \"urn:example:x\", \"extends\": \"Group\", \"attributes\": [ { \"name\": \"a\" } ] }", "only User can be extended")]
    [InlineData("{ \"id\": \"urn:example:x\", ", "it isn't valid JSON")]
    public async Task ABadFile_EndsTheStartWithOneLine(string content, string reason)
    {
        using var home = NewHome(content);
        await using var process = LocalRunProcess.Launch(home);
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);
        process.Errors.ShouldStartWith(Path.Combine(home.Path, "extensions", "shop.json") + ": ");
        process.Errors.ShouldContain(reason);
        process.Errors.Split('\n').Length.ShouldBe(1);
    }

    private static LocalRunHome NewHome(string content)
    {
        var home = new LocalRunHome();
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "extensions"));
        System.IO.File.WriteAllText(Path.Combine(folder.FullName, "shop.json"), content);
        home.Environment["OPTIID_SCIM_EXTENSIONS"] = folder.FullName;
        return home;
    }

    private static async Task<string> CreateAsync(ScimClient scim)
    {
        var body = JsonNode.Parse($$"""
            { "schemas": ["{{Core}}", "{{Shop}}"], "userName": "ann@example.com",
              "{{Shop}}": { "loyaltyNumber": 7, "code": "A-1", "hint": "h", "visits": [ { "value": "v1", "at": "2026-01-31T12:00:00Z" } ] } }
            """)!;
        var created = await scim.PostAsync("/Users", body);
        created.Status.ShouldBe(201, created.Text);
        Schemas(created.Body).ShouldBe([Core, Shop]);
        ShouldBe(created.Body, """{ "loyaltyNumber": 7, "code": "A-1", "visits": [ { "value": "v1", "at": "2026-01-31T12:00:00Z" } ] }""");
        var read = await scim.GetAsync($"/Users/{created.Id}");
        read.Body.ToJsonString().ShouldBe(created.Body.ToJsonString());

        body["userName"] = "bob@example.com";
        body[Shop]!["loyaltyNumber"] = "seven";
        var refused = await scim.PostAsync("/Users", body);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        var plain = await scim.PostAsync("/Users", JsonNode.Parse($$"""{ "schemas": ["{{Core}}"], "userName": "bob@example.com", "title": "{{Shop}}" }""")!);
        Schemas(plain.Body).ShouldBe([Core]);
        return created.Id;
    }

    private static async Task ReplaceAsync(ScimClient scim, string id)
    {
        var body = JsonNode.Parse($$"""{ "schemas": ["{{Core}}"], "userName": "ann@example.com", "{{Shop}}": { "loyaltyNumber": 8, "code": "A-2" } }""")!;
        var refused = await scim.PutAsync($"/Users/{id}", body);
        (refused.Status, refused.ScimType).ShouldBe((400, "mutability"));
        body[Shop]!["code"] = "A-1";
        ShouldBe((await scim.PutAsync($"/Users/{id}", body)).Body, """{ "loyaltyNumber": 8, "code": "A-1" }""");
    }

    private static async Task PatchAsync(ScimClient scim, string id)
    {
        var byPath = await scim.PatchAsync($"/Users/{id}", $$"""{"op":"Replace","path":"{{Shop}}:loyaltyNumber","value":9}""");
        ShouldBe(byPath.Body, """{ "loyaltyNumber": 9, "code": "A-1" }""");
        var byKey = await scim.PatchAsync($"/Users/{id}", $$"""
            {"op":"add","value":{"{{Shop}}":{"visits":[{"value":"v2"}]},"{{Shop}}:hint":"again","{{Enterprise}}:department":"Ops"} }
            """);
        ShouldBe(byKey.Body, """{ "loyaltyNumber": 9, "code": "A-1", "visits": [ { "value": "v2" } ] }""");
        Schemas(byKey.Body).ShouldBe([Core, Enterprise, Shop]);
        var byFilter = await scim.PatchAsync($"/Users/{id}", $$"""{"op":"replace","path":"{{Shop}}:visits[value eq \"v2\"].at","value":"2026-02-01T00:00:00Z"}""");
        ShouldBe(byFilter.Body, """{ "loyaltyNumber": 9, "code": "A-1", "visits": [ { "value": "v2", "at": "2026-02-01T00:00:00Z" } ] }""");
    }

    private static async Task FindAsync(ScimClient scim, string id)
    {
        foreach (var filter in new[] { $"{Shop}:loyaltyNumber gt 8", $"{Shop}:visits[value eq \"v2\" and at ge \"2026-02-01T00:00:00Z\"]", $"schemas eq \"{Shop}\"" })
        {
            var found = await scim.GetAsync($"/Users?filter={Uri.EscapeDataString(filter)}");
            found.Status.ShouldBe(200, found.Text);
            found.Resources.Select(user => (string)user["id"]!).ShouldBe([id], filter);
        }

        ShouldBe((await scim.GetAsync($"/Users/{id}?attributes={Shop}:loyaltyNumber")).Body, """{ "loyaltyNumber": 9 }""");
        ShouldBe((await scim.GetAsync($"/Users/{id}?attributes={Shop}:hint")).Body, """{ "hint": "again" }""");
        (await scim.GetAsync($"/Users/{id}?excludedAttributes={Shop}")).Body.ContainsKey(Shop).ShouldBeFalse();
    }

    private static async Task DiscoverAsync(ScimClient scim)
    {
        var schema = (await scim.GetAsync($"/Schemas/{Shop}")).Body;
        schema["attributes"]!.AsArray().Select(attribute => (string)attribute!["name"]!).ShouldBe(["loyaltyNumber", "code", "hint", "visits"]);
        ((string)schema["attributes"]![0]!["type"]!).ShouldBe("integer");
        (await Ids(scim, "/Schemas")).ShouldContain(Shop);
        Extensions((await scim.GetAsync("/ResourceTypes/User")).Body).ShouldBe([Enterprise, Shop]);
        Extensions((await scim.GetAsync("/ResourceTypes/Group")).Body).ShouldBeEmpty();
    }

    private static async Task StoreOnlyTheSyncedAsync(LocalRunProcess run)
    {
        var organizations = run.Client(at => at.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker));
        var tokens = run.Client(at => at.Tokens, invoker => new TokensService.TokensServiceClient(invoker));
        var organization = (await organizations.CreateOrganizationAsync(
            new() { Name = "Synced only", Mode = ProvisioningMode.Scim, SyncedAttributesOnly = true, Cause = RunningServices.NewCause() })).Organization;
        var token = await tokens.IssueTokenAsync(new() { OrganizationId = organization.Id, Label = "Test", Cause = RunningServices.NewCause() });
        using var scim = run.Scim(token.Secret);
        (await Ids(scim, "/Schemas")).ShouldBe([Core, "urn:ietf:params:scim:schemas:core:2.0:Group"]);
        Extensions((await scim.GetAsync("/ResourceTypes/User")).Body).ShouldBeEmpty();
        var created = await scim.PostAsync(
            "/Users", JsonNode.Parse($$"""{ "schemas": ["{{Core}}"], "userName": "ann@example.com", "{{Shop}}": { "loyaltyNumber": 7 } }""")!);
        Schemas(created.Body).ShouldBe([Core]);
        created.Body.ContainsKey(Shop).ShouldBeFalse();
    }

    private static async Task<IEnumerable<string>> Ids(ScimClient scim, string target) =>
        (await scim.GetAsync(target)).Resources.Select(resource => (string)resource["id"]!);

    private static IEnumerable<string> Schemas(JsonObject resource) => resource["schemas"]!.AsArray().Select(urn => (string)urn!);

    private static IEnumerable<string> Extensions(JsonObject type) => type["schemaExtensions"]!.AsArray().Select(extension => (string)extension!["schema"]!);

    private static void ShouldBe(JsonObject user, string shop) =>
        JsonNode.DeepEquals(user[Shop], JsonNode.Parse(shop)).ShouldBeTrue(user.ToJsonString());
}
