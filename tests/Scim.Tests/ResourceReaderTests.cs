namespace OptiId.Scim.Tests;

public sealed class ResourceReaderTests
{
    private const string UserSchema = $"\"schemas\":[\"{ScimSchemas.UserUrn}\"]";

    [Fact]
    public void TheUserThatOktaSends_IsRead() => Read("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
         "userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},
         "emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],
         "title":"Manager","displayName":"Test User","locale":"en-US",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Engineering"},
         "externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq","active":true}
        """).ShouldBeJson("""
        {"userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},
         "emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],
         "title":"Manager","displayName":"Test User","locale":"en-US",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Engineering"},
         "externalId":"00ujl29u0le5T6Aj10h7","active":true}
        """);

    [Fact]
    public void TheUserThatEntraSends_IsRead() => Read("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
         "externalId":"0a21f0f2","userName":"a@b.com","active":"True","emails":[{"Primary":"true","type":"work","value":"a@b.com"}],
         "meta":{"resourceType":"User"},"name":{"formatted":"given family"},"roles":[],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"26"}}
        """).ShouldBeJson("""
        {"externalId":"0a21f0f2","userName":"a@b.com","active":true,"emails":[{"primary":true,"type":"work","value":"a@b.com"}],
         "name":{"formatted":"given family"},
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"26"}}}
        """);

    [Fact]
    public void TheGroupThatEntraSends_IsRead() => ReadGroup("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
         "externalId":"8aa1","displayName":"Team","meta":{"resourceType":"Group"}}
        """).ShouldBeJson("""{"externalId":"8aa1","displayName":"Team"}""");

    [Fact]
    public void TheMembersThatOktaAndEntraSend_AreRead() => ReadGroup("""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Team",
         "members":[{"value":"u1","display":"a@b"},{"value":"u2","display":null},{"$ref":null,"value":"u3"},{"value":"u1","type":"User"}]}
        """).ShouldBeJson("""{"displayName":"Team","members":[{"value":"u1","type":"User"},{"value":"u2"},{"value":"u3"}]}""");

    [Fact]
    public void WhatGetReturned_CanBePutBack() => Read($$"""
        {"schemas":["{{ScimSchemas.UserUrn}}"],"id":"u1","userName":"a@b","groups":[{"value":"g1"}],
         "meta":{"version":"W/\"1\""},"unknown":{"x":[1]},"urn:custom:2.0:User":{"a":1} }
        """).ShouldBeJson("""{"userName":"a@b"}""");

    [Fact]
    public void DroppedAttributes_AreNamed()
    {
        var dropped = new List<string>();
        ResourceReader.Read(Sample.Body($$"""{ {{UserSchema}},"userName":"a@b","id":"x","password":"p","favouriteColour":"red","urn:x:y":{} }"""), ResourceTypes.User, dropped);
        dropped.ShouldBe(["\"favouriteColour\"", "\"urn:x:y\""]);
    }

    [Fact]
    public void EmptyValues_AreNoValues() => Read($$"""
        { {{UserSchema}},"userName":"a@b","title":null,"emails":[],"name":{"givenName":null},"addresses":{},"phoneNumbers":[null,{}],"active":null,
         "{{ScimSchemas.EnterpriseUserUrn}}":{"manager":{},"department":null} }
        """).ShouldBeJson("""{"userName":"a@b"}""");

    [Fact]
    public void OneValueWithoutTheArray_IsAnArrayOfOne() =>
        Sample.User("\"emails\":{\"value\":\"a@b\"}").ShouldBeJson("""{"userName":"a@example.com","emails":[{"value":"a@b"}]}""");

    [Fact]
    public void ValuesAreKept_AsSent() =>
        Sample.User("\"name\":{\"familyName\":\"<img src=x onerror=alert(1)>\"},\"title\":\"  É  \",\"nickName\":\"\"")
            .ShouldBeJson("""{"userName":"a@example.com","name":{"familyName":"<img src=x onerror=alert(1)>"},"title":"  É  ","nickName":""}""");

    [Fact]
    public void LetterCaseOfUserName_IsKept() =>
        Read($$"""{ {{UserSchema}},"USERNAME":"Test.User@Okta.Local"}""")["userName"]!.GetValue<string>().ShouldBe("Test.User@Okta.Local");

    [Theory]
    [InlineData("""{"userName":"a@b"}""")]
    [InlineData("""{"schemas":null,"userName":"a@b"}""")]
    [InlineData("""{"schemas":[],"userName":"a@b"}""")]
    [InlineData("""{"schemas":{},"userName":"a@b"}""")]
    [InlineData("""{"schemas":[1],"userName":"a@b"}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"userName":"a@b"}""")]
    public void ABodyWithoutTheBaseSchema_IsRefused(string json) => Refuses(json, "schemas");

    [Theory]
    [InlineData("", "userName")]
    [InlineData(",\"userName\":null", "userName")]
    [InlineData(",\"userName\":\"\"", "userName")]
    [InlineData(",\"userName\":\"   \"", "userName")]
    [InlineData(",\"userName\":12345", "userName")]
    [InlineData(",\"userName\":true", "userName")]
    [InlineData(",\"userName\":{\"value\":\"a@b.c\"}", "userName")]
    [InlineData(",\"userName\":[\"a@b.c\"]", "userName")]
    [InlineData(",\"userName\":\"plain\"", "userName")]
    [InlineData(",\"userName\":\"@b\"", "userName")]
    [InlineData(",\"userName\":\"a@\"", "userName")]
    [InlineData(",\"userName\":\"a@b@c\"", "userName")]
    [InlineData(",\"userName\":\"a b@c\"", "userName")]
    [InlineData(",\"userName\":\" a@c\"", "userName")]
    [InlineData(",\"userName\":\"a\\u202e@c\"", "userName")]
    [InlineData(",\"userName\":\"a@b\",\"active\":\"maybe\"", "active")]
    [InlineData(",\"userName\":\"a@b\",\"active\":1e999", "active")]
    [InlineData(",\"userName\":\"a@b\",\"active\":1", "active")]
    [InlineData(",\"userName\":\"a@b\",\"active\":{\"a\":1}", "active")]
    [InlineData(",\"userName\":\"a@b\",\"name\":\"Jo\"", "name")]
    [InlineData(",\"userName\":\"a@b\",\"name\":[{\"givenName\":\"Jo\"}]", "name")]
    [InlineData(",\"userName\":\"a@b\",\"emails\":\"x\"", "emails")]
    [InlineData(",\"userName\":\"a@b\",\"emails\":[\"x\"]", "emails")]
    [InlineData(",\"userName\":\"a@b\",\"emails\":[{\"value\":1}]", "emails.value")]
    [InlineData(",\"userName\":\"a@b\",\"emails\":[{\"value\":\"a\",\"primary\":true},{\"value\":\"b\",\"primary\":true}]", "primary")]
    [InlineData(",\"userName\":\"a@b\",\"x509Certificates\":[{\"value\":\"%\"}]", "x509Certificates.value")]
    [InlineData(",\"userName\":\"a@b\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":\"x\"", "enterprise")]
    [InlineData(",\"userName\":\"a@b\",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":1}", "department")]
    public void AValueThatDoesNotFit_IsRefusedByName(string members, string name) => Refuses($"{{{UserSchema}{members}}}", name);

    [Theory]
    [InlineData("userName", 300)]
    [InlineData("externalId", 257)]
    [InlineData("title", 1025)]
    [InlineData("name.familyName", 257)]
    [InlineData("title", 10_000)]
    public void ALongValue_IsRefused(string name, int length)
    {
        var value = name == "userName" ? new string('x', length) + "@b" : new string('x', length);
        var member = name.Contains('.', StringComparison.Ordinal) ? $"\"name\":{{\"familyName\":\"{value}\"}}" : $"\"{name}\":\"{value}\"";
        var userName = name == "userName" ? string.Empty : "\"userName\":\"a@b\",";
        Refuses($"{{{UserSchema},{userName}{member}}}", name).Message.ShouldNotContain(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"displayName\":\"\"")]
    [InlineData(",\"displayName\":\" \\u3000 \"")]
    [InlineData(",\"displayName\":\"a\\u200bb\"")]
    [InlineData(",\"displayName\":5")]
    [InlineData(",\"displayName\":\"T\",\"members\":\"abc\"")]
    [InlineData(",\"displayName\":\"T\",\"members\":[{\"display\":\"x\"}]")]
    [InlineData(",\"displayName\":\"T\",\"members\":[{\"value\":\"\"}]")]
    [InlineData(",\"displayName\":\"T\",\"members\":[{\"value\":7}]")]
    [InlineData(",\"displayName\":\"T\",\"members\":[\"u1\"]")]
    public void AGroupThatDoesNotFit_IsRefused(string members) => Sample.Refuses(
        ScimType.InvalidValue, () => ReadGroup($"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"]{members}}}"));

    [Fact]
    public void ALongGroupName_IsRefused() => Sample.Refuses(
        ScimType.InvalidValue, () => ReadGroup($"{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"displayName\":\"{new string('x', 10_000)}\"}}"));

    [Fact]
    public void AResourceOfManyLongValues_IsRefused()
    {
        var values = string.Join(',', Enumerable.Range(0, 100).Select(index => $"{{\"value\":\"{index}{new string('x', 1000)}\"}}"));
        Refuses($"{{{UserSchema},\"userName\":\"a@b\",\"roles\":[{values}]}}", "characters");
        var many = string.Join(',', Enumerable.Range(0, 501).Select(index => $"{{\"value\":\"{index}\"}}"));
        Refuses($"{{{UserSchema},\"userName\":\"a@b\",\"roles\":[{many}]}}", "roles");
    }

    [Fact]
    public void NodesOfAnotherOrigin_RaiseRefusalsOnly()
    {
        var body = JsonNode.Parse($$"""{ {{UserSchema}},"userName":"\ud800a@b"}""")!.AsObject();
        Sample.Refuses(ScimType.InvalidValue, () => ResourceReader.Read(body, ResourceTypes.User));
        body = JsonNode.Parse($$"""{ {{UserSchema}},"userName":"a@b","title":"a\u0000"}""")!.AsObject();
        Sample.Refuses(ScimType.InvalidValue, () => ResourceReader.Read(body, ResourceTypes.User));
    }

    [Fact]
    public void ReadingWhatWasRead_ChangesNothing() => PatchGen.Users.Sample(user =>
    {
        var body = user.DeepClone().AsObject();
        body["schemas"] = new JsonArray(ScimSchemas.UserUrn);
        return JsonNode.DeepEquals(ResourceReader.Read(body, ResourceTypes.User), user);
    });

    private static JsonObject Read(string json) => ResourceReader.Read(Sample.Body(json), ResourceTypes.User);

    private static JsonObject ReadGroup(string json) => ResourceReader.Read(Sample.Body(json), ResourceTypes.Group);

    private static ScimRefusedException Refuses(string json, string mentioned)
    {
        var refusal = Sample.Refuses(ScimType.InvalidValue, () => Read(json));
        refusal.Message.ShouldContain(mentioned);
        return refusal;
    }
}
