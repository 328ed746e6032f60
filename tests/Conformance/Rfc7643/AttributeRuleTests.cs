using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7643;

/// <summary>RFC 7643 §2: attributes, their types and their values.</summary>
public sealed partial class AttributeRuleTests(RunningSystem running) : SectionTests(running)
{
    private const string Certificate = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";

    [Fact, Requirement("7643-2.1-02", "7643-1.2-02", "7643-2.3.8-02", "7643-2.2-01", "7643-2.3-01", "7643-2.4-01")]
    public async Task EveryAttribute_IsNamedAndTypedAsTheRfcAllows()
    {
        string[] types = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"];
        foreach (var (attribute, owner) in await ReadAttributesAsync())
        {
            ((string)attribute["name"]!).ShouldMatch(@"^(\$ref|[A-Za-z][-_0-9A-Za-z]*)$");
            types.ShouldContain((string)attribute["type"]!);
            var isComplex = (string)attribute["type"]! == "complex";
            isComplex.ShouldBe(attribute["subAttributes"]?.AsArray().Count > 0, attribute.ToJsonString());
            (isComplex && owner is not null).ShouldBeFalse("a complex attribute in a complex attribute");
            attribute["required"]!.GetValueKind().ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        }
    }

    [Fact, Requirement("7643-2.4-02", "7643-2.3.7-01", "7643-2.4-08", "7643-2.4-09")]
    public async Task ThePartsThatTheRfcDefines_HaveItsMeaning()
    {
        foreach (var (attribute, _) in (await ReadAttributesAsync()).Where(pair => pair.Owner is { } owner && (bool)owner["multiValued"]!))
        {
            var type = (string?)attribute["type"];
            switch ((string)attribute["name"]!)
            {
                case "primary":
                    type.ShouldBe("boolean");
                    break;
                case "type" or "display":
                    type.ShouldBe("string");
                    break;
                case "$ref":
                    type.ShouldBe("reference");
                    break;
                default:
                    break;
            }

            (type == "reference").ShouldBe(attribute["referenceTypes"] is JsonArray { Count: > 0 }, attribute.ToJsonString());
        }

        var emails = (await ReadAttributesAsync()).Single(pair => (string?)pair.Attribute["name"] == "emails").Attribute;
        emails["subAttributes"]!.AsArray().Single(part => (string?)part!["name"] == "type")!["canonicalValues"]!.AsArray()
            .Select(value => (string?)value).ShouldBe(["work", "home", "other"]);
    }

    [Fact, Requirement("7643-2.3.1-02", "7643-4.1.2-04", "7643-4.1.2-08", "7643-4.1.2-11", "7643-7-10", "7643-7-11")]
    public async Task ATypeBesideTheCanonicalOnes_IsTaken()
    {
        var user = await NewUserWithAsync("""
            "emails":[{"value":"a@example.com","type":"club"}],"phoneNumbers":[{"value":"tel:+1","type":"boat"}],"ims":[{"value":"ada","type":"irc"}]
            """);
        ShouldBeJson(user.Body["emails"], """[{"value":"a@example.com","type":"club"}]""");
        ShouldBeJson(user.Body["phoneNumbers"], """[{"value":"tel:+1","type":"boat"}]""");
        ShouldBeJson(user.Body["ims"], """[{"value":"ada","type":"irc"}]""");
    }

    [Fact, Requirement("7643-2.3.4-01")]
    public async Task AWholeNumber_HasNoFractionAndNoExponent()
    {
        await NewUserAsync();
        foreach (var target in new[] { "/Users", "/ServiceProviderConfig", "/Schemas" })
        {
            var numbers = Numbers(JsonNode.Parse((await Scim.GetAsync(target)).Text)).ToList();
            numbers.ShouldNotBeEmpty();
            numbers.ShouldAllBe(number => WholeNumber().IsMatch(number));
        }
    }

    [Fact, Requirement("7643-2.3.5-01", "7643-2.3.5-02", "7643-3.1-15")]
    public async Task AnInstant_HasDateAndTimeAndZone()
    {
        var meta = (await NewUserAsync()).Body["meta"]!;
        foreach (var name in new[] { "created", "lastModified" })
        {
            var text = (string)meta[name]!;
            text.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$");
            var age = DateTimeOffset.UtcNow - DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
            age.ShouldBeInRange(TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        }
    }

    [Fact, Requirement("7643-2.3.6-01", "7643-4.1.2-23")]
    public async Task ABinaryValue_IsBase64()
    {
        var user = await NewUserWithAsync($$"""
            "x509Certificates":[{"value":"{{Certificate}}"}]
            """);
        ShouldBeJson(user.Body["x509Certificates"], $$"""[{"value":"{{Certificate}}"}]""");
        var refused = await Scim.PostAsync("/Users", ScimBodies.User("b@example.com", body => Merge(body, """
            "x509Certificates":[{"value":"not base64!"}]
            """)));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
    }

    [Fact, Requirement("7643-2.3.6-03")]
    public async Task ABinaryValue_MayBeWithoutPadding()
    {
        var user = await NewUserWithAsync("""
            "x509Certificates":[{"value":"TWFyeQ"},{"value":"TWFyeQ=="}]
            """);
        ((string?)user.Body["x509Certificates"]![0]!["value"]).ShouldBe("TWFyeQ");
    }

    [Fact, Requirement("7643-2.3.7-02", "7643-2.3.7-03", "7643-2.3.7-04", "7643-2.3.7-05", "7643-2.3.7-07")]
    public async Task EveryReferenceThatIsIssued_IsAnAbsoluteUriThatAnswers()
    {
        var user = await NewUserAsync();
        var group = await NewGroupAsync(memberIds: [user.Id]);
        var withGroups = await Scim.GetAsync($"/Users/{user.Id}?attributes=groups,meta");
        string[] references =
        [
            (string)user.Body["meta"]!["location"]!, (string)group.Body["meta"]!["location"]!,
            (string)group.Body["members"]![0]!["$ref"]!, (string)withGroups.Body["groups"]![0]!["$ref"]!,
        ];
        foreach (var reference in references)
        {
            reference.ShouldStartWith($"{RunningServices.PublicBaseUrl}/");
            var found = await Scim.GetAsync(reference[RunningServices.PublicBaseUrl.Length..]);
            found.Status.ShouldBe(200);
            ((string)found.Body["meta"]!["location"]!).ShouldBe(reference);
        }
    }

    [Fact, Requirement("7643-2.3.7-06"), Divergence("parked-members")]
    public async Task AReferenceToNobody_IsNoMember_UntilThatUserIsThere()
    {
        var gone = await NewUserAsync();
        (await Scim.DeleteAsync($"/Users/{gone.Id}")).Status.ShouldBe(204);
        var group = await NewGroupAsync(memberIds: [gone.Id]);
        (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds.ShouldBeEmpty();
        (await NewUserAsync()).Id.ShouldBe(gone.Id);
        await Eventually.HoldsAsync(async () => (await Scim.GetAsync($"/Groups/{group.Id}")).MemberIds is [var member] && member == gone.Id);
    }

    [Fact, Requirement("7643-2.3.8-01", "7643-3-06")]
    public async Task TheOrderOfMembersAndOfSchemas_DoesNotMatter()
    {
        var created = await Scim.SendAsync(HttpMethod.Post, "/Users", ScimClient.Text($$$"""
            {"{{{EnterpriseUrn}}}":{"department":"Engines"},"userName":"ada@example.com","name":{"familyName":"Lovelace","givenName":"Ada"},
             "schemas":["{{{EnterpriseUrn}}}","{{{ScimBodies.UserUrn}}}"]}
            """));
        created.Status.ShouldBe(201);
        ((string?)created.Body[EnterpriseUrn]!["department"]).ShouldBe("Engines");
        var patched = await Scim.SendAsync(HttpMethod.Patch, $"/Users/{created.Id}", ScimClient.Text($$"""
            {"Operations":[{"value":"Countess","path":"title","op":"add"}],"schemas":["{{ScimBodies.PatchUrn}}"]}
            """));
        ((string?)patched.Body["title"]).ShouldBe("Countess");
    }

    [Fact, Requirement("7643-2.4-03")]
    public async Task TwoPreferredValues_AreRefused()
    {
        var refused = await Scim.PostAsync("/Users", ScimBodies.User("ada@example.com", body => Merge(body, """
            "emails":[{"value":"a@example.com","primary":true},{"value":"b@example.com","primary":true}]
            """)));
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"));
        (await Scim.GetAsync("/Users")).Resources.ShouldBeEmpty();
    }

    [Fact, Requirement("7643-2.4-04")]
    public async Task AValueThatDoesNotSayPrimary_IsNotPreferred()
    {
        var user = await NewUserWithAsync("""
            "emails":[{"value":"a@example.com","type":"work"},{"value":"b@example.com","type":"home","primary":true}]
            """);
        (await FindAsync("""emails[type eq "work" and primary eq false]""")).ShouldBe([user.Id]);
        (await FindAsync("""emails[type eq "home" and primary eq false]""")).ShouldBeEmpty();
        (await FindAsync("""emails[type eq "work" and primary eq true]""")).ShouldBeEmpty();
    }

    [Fact, Requirement("7643-2.4-06", "7643-4.1.2-02", "7643-4.1.2-06", "7643-4.1.2-09", "7643-4.1.2-18", "7643-4.1.1-05"), Divergence("kept-as-sent")]
    public async Task ValuesAreKeptAsSent_NotCanonicalized()
    {
        const string Sent = """
            {"emails":[{"value":"Ada@EXAMPLE.com"}],"phoneNumbers":[{"value":"(201) 555-0123"}],"ims":[{"value":"Ada L","type":"xmpp"}],
             "addresses":[{"country":"Germany"}],"name":{"givenName":"Ada","familyName":"Lovelace","formatted":"somebody else"}}
            """;
        var user = await NewUserWithAsync(Sent.Trim()[1..^1]);
        foreach (var (name, value) in JsonNode.Parse(Sent)!.AsObject())
        {
            ShouldBeJson(user.Body[name], value!.ToJsonString());
        }
    }

    [Fact, Requirement("7643-2.4-07")]
    public async Task TheSameValueAndType_IsThereOnce_WithAnotherTypeTwice()
    {
        var user = await NewUserWithAsync("""
            "emails":[{"value":"a@example.com","type":"work"},{"value":"A@example.com","type":"WORK"},{"value":"a@example.com","type":"home"}]
            """);
        user.Body["emails"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory, Requirement("7643-2.5-01", "7643-2.5-02", "7644-3.3-06")]
    [InlineData("""
        "title":null,"emails":[]
        """)]
    [InlineData("""
        "emails":null
        """)]
    [InlineData("""
        "phoneNumbers":[]
        """)]
    public async Task NullAndEmptyAndAbsent_AreTheSame(string attributes)
    {
        var user = await NewUserWithAsync(attributes);
        foreach (var name in new[] { "title", "emails", "phoneNumbers" })
        {
            user.Body.ContainsKey(name).ShouldBeFalse();
            (await FindAsync($"{name} pr")).ShouldBeEmpty();
            (await FindAsync($"not ({name} pr)")).ShouldBe([user.Id]);
        }
    }

    private static IEnumerable<string> Numbers(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Numbers(member.Value)),
        JsonArray array => array.SelectMany(Numbers),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => [value.ToJsonString()],
        _ => [],
    };

    private async Task<IReadOnlyList<(JsonNode Attribute, JsonNode? Owner)>> ReadAttributesAsync() =>
    [
        .. from schema in (await Scim.GetAsync("/Schemas")).Resources
           from attribute in schema["attributes"]!.AsArray()
           from pair in attribute!["subAttributes"] is JsonArray parts ? [(attribute, null), .. parts.Select(part => (part!, attribute))] : new[] { (attribute, (JsonNode?)null) }
           select pair,
    ];

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex WholeNumber();
}
