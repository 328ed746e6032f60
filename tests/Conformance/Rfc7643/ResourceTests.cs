using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §3: what every resource has, and extensions.</summary>
public sealed class ResourceTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7643-2.1-01", "7643-3-02", "7643-3-03", "7643-3-05", "7643-3.3-02")]
    public async Task EveryResource_HasTheUrisOfItsSchemas()
    {
        var user = await NewUserWithAsync($$"""
            "schemas":["{{ScimBodies.UserUrn}}","{{EnterpriseUrn}}","{{ScimBodies.UserUrn}}"],"{{EnterpriseUrn}}":{"department":"Engines"}
            """);
        Schemas(user.Body).ShouldBe([ScimBodies.UserUrn, EnterpriseUrn]);
        Schemas((await NewGroupAsync()).Body).ShouldBe([ScimBodies.GroupUrn]);
        foreach (var target in new[] { "/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/Users" })
        {
            Schemas((await Scim.GetAsync(target)).Body).ShouldHaveSingleItem();
        }
    }

    [Theory, Requirement("7643-2.1-01", "7643-3-02", "7643-3.3-02")]
    [InlineData("""{"userName":"ada@example.com","name":{"givenName":"A","familyName":"L"}}""")]
    [InlineData("""{"schemas":[],"userName":"ada@example.com","name":{"givenName":"A","familyName":"L"}}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"userName":"ada@example.com","name":{"givenName":"A","familyName":"L"}}""")]
    public async Task ABodyThatDoesNotNameTheBaseSchema_IsRefused(string body)
    {
        var refused = await Scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text(body));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7643-3-04", "7643-3.3-01", "7643-3.3-03"), Divergence("unknown-attributes")]
    public async Task WhatNoSchemaKnows_IsIgnored_AndNotNamedInTheAnswer()
    {
        var user = await NewUserWithAsync($$"""
            "schemas":["{{ScimBodies.UserUrn}}","urn:example:2.0:Ship","{{EnterpriseUrn}}"],"urn:example:2.0:Ship":{"berth":3},"shoeSize":9
            """);
        Schemas(user.Body).ShouldBe([ScimBodies.UserUrn]);
        user.Body.ContainsKey("urn:example:2.0:Ship").ShouldBeFalse();
        user.Body.ContainsKey("shoeSize").ShouldBeFalse();
    }

    [Fact, Requirement("7643-3.3-05", "7643-4.3-01", "7643-4.3-02")]
    public async Task AnExtension_IsAContainerUnderItsUri()
    {
        var user = await NewUserWithAsync($$$"""
            "{{{EnterpriseUrn}}}":{"employeeNumber":"701984","manager":{"value":"26118915","$ref":"../Users/26118915"}}
            """);
        ShouldBeJson(
            (await Scim.GetAsync($"/Users/{user.Id}")).Body[EnterpriseUrn],
            """{"employeeNumber":"701984","manager":{"value":"26118915","$ref":"../Users/26118915"}}""");
        user.Body.ContainsKey("employeeNumber").ShouldBeFalse();
    }

    [Fact, Requirement("7643-4.3-03"), Divergence("manager-display-name")]
    public async Task TheManagersDisplayName_IsKeptAsSent()
    {
        var user = await NewUserWithAsync($$$"""
            "{{{EnterpriseUrn}}}":{"manager":{"value":"26118915","displayName":"John Smith"}}
            """);
        ((string?)user.Body[EnterpriseUrn]!["manager"]!["displayName"]).ShouldBe("John Smith");
    }

    [Fact, Requirement("7643-3-01", "7643-3.3-06", "7643-6-04", "7643-6-09", "7644-3.3.1-01")]
    public async Task TheResourceTypesName_LeadsToItsSchemas()
    {
        foreach (var resource in new[] { await NewUserAsync(), await NewGroupAsync() })
        {
            var type = await Scim.GetAsync($"/ResourceTypes/{(string)resource.Body["meta"]!["resourceType"]!}");
            type.Status.ShouldBe(200);
            Schemas(resource.Body).ShouldContain((string)type.Body["schema"]!);
        }
    }

    [Fact, Requirement("7643-3-07", "7643-3.1-01", "7643-3.1-02", "7643-3.1-05")]
    public async Task EveryResource_HasIdAndMeta_AndCanBeFoundByThem()
    {
        foreach (var (resource, endpoint) in new[] { (await NewUserAsync(), "/Users"), (await NewGroupAsync(), "/Groups") })
        {
            resource.Id.ShouldNotBeNullOrWhiteSpace();
            foreach (var name in new[] { "resourceType", "created", "lastModified", "location", "version" })
            {
                ((string?)resource.Body["meta"]![name]).ShouldNotBeNullOrWhiteSpace(name);
            }

            (await FindAsync($"id eq \"{resource.Id}\"", endpoint)).ShouldBe([resource.Id]);
            (await FindAsync($"schemas eq \"{Schemas(resource.Body)[0]}\" and meta.created pr", endpoint)).ShouldBe([resource.Id]);
        }
    }

    [Fact, Requirement("7643-3.1-06", "7643-3.1-07", "7643-3.1-09"), Divergence("id-comes-back")]
    public async Task AnId_IsUnique_Stable_AndNeverAnothersAgain()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await NewUserAsync($"user{i}@example.com")).Id);
            ids.Add((await NewGroupAsync($"Group {i}")).Id);
        }

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => !id.Contains("bulkId", StringComparison.OrdinalIgnoreCase));
        await Scim.PutAsync($"/Users/{ids[0]}", ScimBodies.User("renamed@example.com"));
        (await Scim.GetAsync($"/Users/{ids[0]}")).Body["userName"]!.GetValue<string>().ShouldBe("renamed@example.com");

        await Scim.DeleteAsync($"/Users/{ids[0]}");
        ids.ShouldNotContain((await NewUserAsync("somebody.else@example.com")).Id);
        (await NewUserAsync("renamed@example.com")).Id.ShouldBe(ids[0], "the same person comes back under the same id (P10)");
    }

    [Fact, Requirement("7643-3.1-08", "7643-3.1-04", "7643-3.1-14", "7644-3.3-02")]
    public async Task AnIdAndMetaFromTheClient_AreIgnored()
    {
        var user = await NewUserWithAsync("""
            "id":"mine","meta":{"resourceType":"Ship","created":"2001-01-01T00:00:00Z","version":"W/\"mine\"","location":"https://example.org/mine"}
            """);
        user.Id.ShouldNotBe("mine");
        ((string?)user.Body["meta"]!["resourceType"]).ShouldBe("User");
        ((string)user.Body["meta"]!["created"]!).ShouldNotStartWith("2001");
        ((string?)user.Body["meta"]!["location"]).ShouldBe($"{RunningServices.PublicBaseUrl}/Users/{user.Id}");
        (await Scim.GetAsync("/Users/mine")).Status.ShouldBe(404);
    }

    [Fact, Requirement("7643-3.1-10", "7643-3.1-11", "7643-3.1-13")]
    public async Task AnExternalId_IsTheClientsOrAbsent()
    {
        (await NewUserAsync()).Body.ContainsKey("externalId").ShouldBeFalse();
        var user = await NewUserWithAsync("""
            "externalId":"701984"
            """, "b@example.com");
        ((string?)user.Body["externalId"]).ShouldBe("701984");
        (await FindAsync("externalId eq \"701984\"")).ShouldBe([user.Id]);
    }

    [Fact, Requirement("7643-3.1-12"), Divergence("external-id-is-not-unique")]
    public async Task AnExternalId_HoldsInItsOrganization_AndIsNotUnique()
    {
        const string External = """
            "externalId":"701984"
            """;
        var user = await NewUserWithAsync(External);
        var second = await NewUserWithAsync(External, "b@example.com");
        (await FindAsync("externalId eq \"701984\"")).Order().ShouldBe(new[] { user.Id, second.Id }.Order());
        var (_, elsewhere) = await Running.NewOrganizationAsync();
        using (elsewhere)
        {
            (await elsewhere.GetAsync("/Users?filter=externalId+eq+%22701984%22")).Resources.ShouldBeEmpty();
            (await elsewhere.GetAsync($"/Users/{user.Id}")).Status.ShouldBe(404);
        }
    }

    [Fact, Requirement("7643-3.1-16", "7643-3.1-18", "7644-3.14-01")]
    public async Task ANewResource_WasModifiedWhenItWasCreated_AndItsVersionIsWeak()
    {
        foreach (var resource in new[] { await NewUserAsync(), await NewGroupAsync() })
        {
            var meta = resource.Body["meta"]!;
            ((string?)meta["lastModified"]).ShouldBe((string?)meta["created"]);
            ((string)meta["version"]!).ShouldMatch("""^W/"[^"]+"$""");
        }
    }

    [Fact, Requirement("7643-3.1-17")]
    public async Task TheLocationInMeta_IsTheContentLocation()
    {
        var user = await NewUserAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Running.BaseUrl}/Users/{user.Id}"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(await Running.Services.IssueTokenAsync(Tenant.Id)).Secret}");
        using var response = await http.SendAsync(request);
        response.Content.Headers.ContentLocation?.ToString().ShouldBe((string)user.Body["meta"]!["location"]!);
    }

    private static IReadOnlyList<string> Schemas(JsonObject resource) => [.. resource["schemas"]!.AsArray().Select(schema => (string)schema!)];
}
