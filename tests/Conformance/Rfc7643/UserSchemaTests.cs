using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §4.1: users.</summary>
public sealed class UserSchemaTests(RunningSystem running) : SectionTests(running)
{
    private const string Secret = "t1meMa$heen";

    [Theory, Requirement("7643-4.1.1-01", "7643-4.1.1-03")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"   \"")]
    public async Task AUserWithoutAName_IsRefused(string userName)
    {
        var refused = await Scim.PostAsync("/Users", ScimBodies.User("x", user => user["userName"] = JsonNode.Parse(userName)));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7643-4.1.1-02", "7643-4.1.1-03", "7643-7-26", "7643-7-27", "7644-3.3-10"), Divergence("user-name-is-the-address")]
    public async Task AUserName_IsAnAddress_AndUniqueInAnyCase()
    {
        var user = await NewUserAsync("Ada@Example.com");
        ((string?)user.Body["userName"]).ShouldBe("Ada@Example.com");
        var again = await Scim.PostAsync("/Users", ScimBodies.User("ADA@EXAMPLE.COM"));
        (again.Status, again.ScimType).ShouldBe((409, "uniqueness"));
        var other = await NewUserAsync("b@example.com");
        var renamed = await Scim.PutAsync($"/Users/{other.Id}", ScimBodies.User("ada@example.com"));
        (renamed.Status, renamed.ScimType).ShouldBe((409, "uniqueness"));
        var noAddress = await Scim.PostAsync("/Users", ScimBodies.User("ada"));
        (noAddress.Status, noAddress.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Theory, Requirement("7643-4.1.1-04")]
    [InlineData("""{"givenName":"Ada","familyName":"Lovelace","formatted":"Ada Lovelace"}""")]
    [InlineData("""{"givenName":"Ada","familyName":"Lovelace"}""")]
    public async Task ANameInPartsOrWholeOrBoth_ComesBackAsSent(string name)
    {
        var user = await NewUserWithAsync($"\"name\":{name}");
        ShouldBeJson(user.Body["name"], name);
    }

    [Fact, Requirement("7643-4.1.1-06", "7643-4.1.1-10")]
    public async Task DisplayNameAndLocale_ComeBackAsSent()
    {
        (await NewUserAsync("b@example.com")).Body.ContainsKey("displayName").ShouldBeFalse();
        var user = await NewUserWithAsync("""
            "displayName":"Babs Jensen","nickName":"Babs","locale":"en_US"
            """);
        ((string?)user.Body["displayName"], (string?)user.Body["nickName"], (string?)user.Body["locale"]).ShouldBe(("Babs Jensen", "Babs", "en_US"));
    }

    [Fact, Requirement("7643-4.1.1-11", "7643-4.1.1-12", "7643-4.1.1-13", "7643-4.1.1-17", "7643-7-21", "7643-7-22", "7643-9.2-01"), Divergence("password")]
    public async Task APassword_IsTakenAndKeptNowhere()
    {
        var user = await NewUserWithAsync($"\"password\":\"{Secret}\"");
        var replaced = await Scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ada@example.com", body => body["password"] = Secret));
        var (patched, read) = await PatchUserAsync(user.Id, $$"""{"op":"replace","path":"password","value":"{{Secret}}"}""");
        var asked = await Scim.GetAsync($"/Users/{user.Id}?attributes=password,userName");
        foreach (var text in new[] { user.Text, replaced.Text, patched.Text, read.ToJsonString(), asked.Text })
        {
            text.ShouldNotBeEmpty();
            text.ShouldNotContain(Secret);
            text.ShouldNotContain("password");
        }

        (await StoreScan.FindAsync(Running.Store, Secret)).ShouldBeEmpty();
        (await StoreScan.FindAsync(Running.Store, user.Id)).ShouldNotBeEmpty("or the scan sees nothing");
    }

    [Fact, Requirement("7643-4.1.2-13", "7643-4.1.2-15", "7643-4.1.2-16", "7643-4.1.2-17")]
    public async Task AddressesAndPhotos_ComeBackAsSent()
    {
        const string Photos = """[{"value":"https://photos.example.com/F","type":"photo"},{"value":"https://photos.example.com/F","type":"thumbnail"}]""";
        const string Addresses = """
            [{"formatted":"100 Universal City Plaza\nHollywood, CA 91608 USA","streetAddress":"100 Universal\nCity Plaza"},{"locality":"Hollywood"},{"country":"US"}]
            """;
        var user = await NewUserWithAsync($"\"photos\":{Photos},\"addresses\":{Addresses}");
        ShouldBeJson(user.Body["photos"], Photos);
        ShouldBeJson(user.Body["addresses"], Addresses);
        var schema = await Scim.GetAsync($"/Schemas/{ScimBodies.UserUrn}");
        schema.Body["attributes"]!.AsArray().Single(attribute => (string?)attribute!["name"] == "addresses")!["subAttributes"]!.AsArray()
            .ShouldAllBe(part => !(bool)part!["required"]!);
    }

    [Fact, Requirement("7643-4.1.2-19", "7643-4.1.2-21", "7643-4.1.2-22", "7643-7-17"), Divergence("groups-on-request")]
    public async Task AUsersGroups_AreShownOnRequest_AndChangedThroughTheGroup()
    {
        var user = await NewUserAsync();
        var group = await NewGroupAsync(memberIds: [user.Id]);
        var other = await NewGroupAsync("Others");
        var replaced = await Scim.PutAsync($"/Users/{user.Id}", ScimBodies.User("ada@example.com", body => Merge(body, $$"""
            "groups":[{"value":"{{other.Id}}"}]
            """)));
        replaced.Status.ShouldBe(200);
        replaced.Body.ContainsKey("groups").ShouldBeFalse();
        ShouldBeJson((await Scim.GetAsync($"/Users/{user.Id}?attributes=groups")).Body["groups"], $$"""
            [{"value":"{{group.Id}}","$ref":"{{RunningServices.PublicBaseUrl}}/Groups/{{group.Id}}","display":"Editors","type":"direct"}]
            """);
        (await Scim.GetAsync($"/Groups/{other.Id}")).MemberIds.ShouldBeEmpty();
    }

    [Fact, Requirement("7643-7-18", "7643-7-14", "7643-7-15")]
    public async Task EveryAttributeOfTheSchemas_ComesBackAsSent_LetterForLetter()
    {
        const string Sent = """
            {"externalId":"AbC","name":{"formatted":"Ms. Barbara J Jensen, III","familyName":"Jensen","givenName":"Barbara","middleName":"Jane",
              "honorificPrefix":"Ms.","honorificSuffix":"III"},"displayName":"Babs","nickName":"BABS","profileUrl":"https://login.example.com/bjensen",
             "title":"Tour Guide","userType":"Employee","preferredLanguage":"en-US","locale":"en-US","timezone":"America/Los_Angeles","active":true,
             "emails":[{"value":"Bjensen@Example.com","type":"work","primary":true,"display":"Work"},{"value":"babs@jensen.org","type":"home"}],
             "phoneNumbers":[{"value":"555-555-5555","type":"work"}],"ims":[{"value":"someaimhandle","type":"aim"}],
             "photos":[{"value":"https://photos.example.com/profilephoto/72930000000Ccne/F","type":"photo"}],
             "addresses":[{"type":"work","streetAddress":"100 Universal City Plaza","locality":"Hollywood","region":"CA","postalCode":"91608","country":"US",
               "formatted":"100 Universal City Plaza\nHollywood, CA 91608 USA","primary":true}],
             "entitlements":[{"value":"read"}],"roles":[{"value":"Admin","type":"x","primary":true}],"x509Certificates":[{"value":"MIIDQzCCAqygAwIBAgICEAAwDQYJ"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","costCenter":"4130","organization":"Universal Studios",
               "division":"Theme Park","department":"Tour Operations","manager":{"value":"26118915-6090-4610-87e4-49d8ca9f808d"}}}
            """;
        var user = await NewUserWithAsync(Sent.Trim()[1..^1]);
        var read = await Scim.GetAsync($"/Users/{user.Id}");
        foreach (var (name, value) in JsonNode.Parse(Sent)!.AsObject())
        {
            ShouldBeJson(read.Body[name], value!.ToJsonString());
        }
    }
}
