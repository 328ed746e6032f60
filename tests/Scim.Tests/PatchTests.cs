namespace OptiId.Scim.Tests;

public sealed class PatchTests
{
    private const string Enterprise = ScimSchemas.EnterpriseUserUrn;
    private const string TwoEmails = "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":true},{\"value\":\"h@x\",\"type\":\"home\"}]";

    public static readonly TheoryData<string, string, string> Changes = new()
    {
        // Single values
        { "", """{"op":"replace","path":"active","value":"False"}""", "\"active\":false" },
        { "\"active\":true", """{"op":"replace","value":{"active":false}}""", "\"active\":false" },
        { "", """{"op":"Add","path":"nickName","value":"Babs"}""", "\"nickName\":\"Babs\"" },
        { "\"title\":\"a\"", """{"op":"add","path":"TITLE","value":"b"}""", "\"title\":\"b\"" },
        { "\"title\":\"a\"", """{"op":"remove","path":"title"}""", "" },
        { "\"title\":\"a\"", """{"op":"remove","path":"title","value":"zzz"}""", "" },
        { "", """{"op":"remove","path":"title"}""", "" },
        { "\"title\":\"a\"", """{"op":"replace","path":"title","value":null}""", "" },
        { "\"title\":\"a\"", """{"op":"replace","value":{"title":null}}""", "" },

        // Complex values: what isn't named stays (RFC 7644 section 3.5.2.3)
        { "\"name\":{\"givenName\":\"G\",\"familyName\":\"F\"}", """{"op":"replace","path":"name","value":{"familyName":"X"}}""", "\"name\":{\"givenName\":\"G\",\"familyName\":\"X\"}" },
        { "\"name\":{\"givenName\":\"G\"}", """{"op":"add","value":{"name":{"familyName":"X"}}}""", "\"name\":{\"givenName\":\"G\",\"familyName\":\"X\"}" },
        { "\"name\":{\"givenName\":\"G\",\"familyName\":\"F\"}", """{"op":"replace","path":"name","value":{"givenName":null}}""", "\"name\":{\"familyName\":\"F\"}" },
        { "\"name\":{\"givenName\":\"G\"}", """{"op":"remove","path":"name.givenName"}""", "" },
        { "\"name\":{\"givenName\":\"G\"}", """{"op":"remove","path":"name"}""", "" },
        { "", """{"op":"replace","path":"name.familyName","value":"F"}""", "\"name\":{\"familyName\":\"F\"}" },

        // Extensions
        { "", $$"""{"op":"Replace","path":"{{Enterprise}}:employeeNumber","value":"1"}""", $$"""
            "{{Enterprise}}":{"employeeNumber":"1"}
            """ },
        { "", $$"""{"op":"add","path":"{{Enterprise}}:manager","value":"26"}""", $$"""
            "{{Enterprise}}":{"manager":{"value":"26"} }
            """ },
        { "", $$"""{"op":"add","path":"{{Enterprise}}","value":{"department":"D"} }""", $$"""
            "{{Enterprise}}":{"department":"D"}
            """ },
        { $$"""
            "{{Enterprise}}":{"department":"D","manager":{"value":"26"} }
            """, $$"""{"op":"remove","path":"{{Enterprise}}:manager"}""", $$"""
            "{{Enterprise}}":{"department":"D"}
            """ },
        { $$"""
            "{{Enterprise}}":{"department":"D"}
            """, $$"""{"op":"remove","path":"{{Enterprise}}"}""", "" },
        { $$"""
            "{{Enterprise}}":{"department":"D"}
            """, $$"""{"op":"replace","path":"{{Enterprise}}:department","value":null}""", "" },

        // Multi-valued attributes
        { "", """{"op":"add","path":"emails","value":{"value":"n@x"}}""", "\"emails\":[{\"value\":\"n@x\"}]" },
        { TwoEmails, """{"op":"add","path":"emails","value":[{"value":"W@X","type":"work"}]}""", TwoEmails },
        { TwoEmails, """{"op":"add","path":"emails","value":[{"value":"n@x","primary":true}]}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":false},{\"value\":\"h@x\",\"type\":\"home\"},{\"value\":\"n@x\",\"primary\":true}]" },
        { TwoEmails, """{"op":"add","path":"emails","value":[{"value":"h@x","type":"home","primary":true}]}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":false},{\"value\":\"h@x\",\"type\":\"home\",\"primary\":true}]" },
        { TwoEmails, """{"op":"add","path":"emails","value":[]}""", TwoEmails },
        { TwoEmails, """{"op":"replace","path":"emails","value":[{"value":"n@x"}]}""", "\"emails\":[{\"value\":\"n@x\"}]" },
        { TwoEmails, """{"op":"replace","path":"emails","value":[]}""", "" },
        { TwoEmails, """{"op":"remove","path":"emails"}""", "" },
        { TwoEmails, """{"op":"remove","path":"emails","value":[{"value":"W@x"}]}""", "\"emails\":[{\"value\":\"h@x\",\"type\":\"home\"}]" },
        { TwoEmails, """{"op":"remove","path":"emails","value":[{"type":"home"}]}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":true}]" },
        { TwoEmails, """{"op":"remove","path":"emails","value":[{"value":"w@x","type":"home"}]}""", TwoEmails },
        { TwoEmails, """{"op":"remove","path":"emails","value":[]}""", TwoEmails },
        { TwoEmails, """{"op":"remove","path":"emails.type"}""", "\"emails\":[{\"value\":\"w@x\",\"primary\":true},{\"value\":\"h@x\"}]" },
        { "", """{"op":"replace","path":"emails.value","value":"n@x"}""", "\"emails\":[{\"value\":\"n@x\"}]" },

        // Value paths
        { TwoEmails, """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"n@x"}""", "\"emails\":[{\"value\":\"n@x\",\"type\":\"work\",\"primary\":true},{\"value\":\"h@x\",\"type\":\"home\"}]" },
        { TwoEmails, """{"op":"replace","path":"emails[primary eq \"True\"].value","value":"n@x"}""", "\"emails\":[{\"value\":\"n@x\",\"type\":\"work\",\"primary\":true},{\"value\":\"h@x\",\"type\":\"home\"}]" },
        { TwoEmails, """{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":false},{\"value\":\"h@x\",\"type\":\"home\",\"primary\":true}]" },
        { TwoEmails, """{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"n@x"}}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":true},{\"value\":\"n@x\"}]" },
        { TwoEmails, """{"op":"add","path":"emails[type eq \"home\"]","value":[{"display":"H"}]}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":true},{\"value\":\"h@x\",\"type\":\"home\",\"display\":\"H\"}]" },
        { TwoEmails, """{"op":"remove","path":"emails[type eq \"home\"]"}""", "\"emails\":[{\"value\":\"w@x\",\"type\":\"work\",\"primary\":true}]" },
        { TwoEmails, """{"op":"remove","path":"emails[type eq \"work\"].value"}""", "\"emails\":[{\"value\":\"h@x\",\"type\":\"home\"}]" },
        { TwoEmails, """{"op":"remove","path":"emails[type eq \"nosuch\"]"}""", TwoEmails },
        { TwoEmails, """{"op":"remove","path":"emails[type eq \"nosuch\"].value"}""", TwoEmails },
        { "", """{"op":"Replace","path":"emails[type eq \"work\"].value","value":"n@x"}""", "\"emails\":[{\"type\":\"work\",\"value\":\"n@x\"}]" },
        { "", """{"op":"Add","path":"emails[type eq \"work\"].value","value":"n@x"}""", "\"emails\":[{\"type\":\"work\",\"value\":\"n@x\"}]" },
        { "", """{"op":"Add","path":"emails[type eq \"nosuch\"].value","value":"n@x"}""", "\"emails\":[{\"type\":\"nosuch\",\"value\":\"n@x\"}]" },
        { "", """{"op":"Replace","path":"roles[primary eq \"True\"].value","value":"r"}""", "\"roles\":[{\"primary\":true,\"value\":\"r\"}]" },
        { "", """{"op":"Replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}""", "\"phoneNumbers\":[{\"type\":\"mobile\",\"value\":\"1\"}]" },
        { "", """{"op":"Replace","path":"addresses[type eq \"work\"].streetAddress","value":"S"},{"op":"Replace","path":"addresses[type eq \"work\"].country","value":"C"}""", "\"addresses\":[{\"type\":\"work\",\"streetAddress\":\"S\",\"country\":\"C\"}]" },
        { "", """{"op":"add","path":"emails[type eq \"work\" and primary eq true].value","value":"n@x"}""", "\"emails\":[{\"type\":\"work\",\"primary\":true,\"value\":\"n@x\"}]" },
        { TwoEmails, """{"op":"replace","path":"emails[type eq \"work\"].value","value":null}""", "\"emails\":[{\"value\":\"h@x\",\"type\":\"home\"}]" },
        { TwoEmails, """{"op":"remove","path":"emails[type eq \"work\"]"},{"op":"remove","path":"emails[type eq \"home\"]"}""", "" },

        // Several
        { "", """{"op":"replace","value":{"displayName":"B","name.givenName":"K","name.familyName":"U","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"A"}}""", "\"displayName\":\"B\",\"name\":{\"givenName\":\"K\",\"familyName\":\"U\"},\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"employeeNumber\":\"A\"}" },
        { "\"title\":\"a\"", """{"op":"add","path":"title","value":"b"},{"op":"remove","path":"title"},{"op":"add","path":"title","value":"c"}""", "\"title\":\"c\"" },
        { "\"title\":\"a\"", "", "\"title\":\"a\"" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AnOperation_ChangesWhatItNames(string before, string operations, string after) =>
        Sample.Patched(ResourceTypes.User, Sample.User(before), operations).ShouldBeJson(Sample.User(after).ToJsonString());

    [Theory]
    [InlineData("""{"op":"remove","path":"userName"}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","path":"userName","value":null}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","value":{"userName":null}}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"nosuch\"].value","value":"a@b.c"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"replace","path":"emails[value eq \"nosuch@x\"].type","value":"home"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"replace","path":"emails[type sw \"wor\"].value","value":"a@b.c"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"add","path":"emails[not (type eq \"work\")].value","value":"a@b.c"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"add","path":"emails[type eq \"work\" and type eq \"home\"].value","value":"a@b.c"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"a@b.c"}}""", ScimType.NoTarget)]
    [InlineData("""{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}""", ScimType.InvalidValue)]
    public void AnImpossibleOperation_IsRefused(string operation, ScimType expected) =>
        Sample.Refuses(expected, () => Sample.Patched(ResourceTypes.User, Sample.User(string.Empty), operation));

    [Theory]
    [InlineData("""{"op":"remove","path":"displayName"}""")]
    [InlineData("""{"op":"replace","path":"members[value eq \"u1\"].value","value":"u2"}""")]
    [InlineData("""{"op":"remove","path":"members[value eq \"u1\"].value"}""")]
    [InlineData("""{"op":"replace","path":"members.value","value":"u2"}""")]
    [InlineData("""{"op":"replace","path":"members[value eq \"u1\"].$ref","value":"x"}""")]
    public void WhatMakesAGroup_CannotBeTakenAway(string operation) => Sample.Refuses(
        ScimType.Mutability, () => Sample.Patched(ResourceTypes.Group, Sample.Group("\"members\":[{\"value\":\"u1\"}]"), operation));

    [Theory]
    [InlineData("u1,u2", """{"op":"add","path":"members","value":[{"value":"u2"}]}""", "u1,u2")]
    [InlineData("u1,u2", """{"op":"add","path":"members","value":[{"value":"u2","type":"User","display":"x"},{"value":"u3"}]}""", "u1,u2,u3")]
    [InlineData("u1,u2", """{"op":"remove","path":"members[value eq \"u1\"]"}""", "u2")]
    [InlineData("u1,u2", """{"op":"remove","path":"members[value eq \"U1\"]"}""", "u1,u2")]
    [InlineData("u1,u2", """{"op":"Remove","path":"members","value":[{"value":"u1"},{"value":"u9"}]}""", "u2")]
    [InlineData("u1,u2", """{"op":"remove","path":"members"}""", "")]
    [InlineData("u1,u2", """{"op":"remove","path":"members","value":[]}""", "u1,u2")]
    [InlineData("u1,u2", """{"op":"replace","path":"members","value":[{"value":"u3"}]}""", "u3")]
    [InlineData("u1,u2", """{"op":"replace","path":"members","value":[]}""", "")]
    [InlineData("u1,u2", """{"op":"replace","value":{"members":[{"value":"u3"}]}}""", "u3")]
    [InlineData("u1,u2", """{"op":"replace","value":{"id":"x","displayName":"Team"}}""", "u1,u2")]
    [InlineData("u1,u2", """{"op":"replace","value":{"externalId":"e"}}""", "u1,u2")]
    [InlineData("u1", """{"op":"remove","path":"members[value eq \"u1\"]"},{"op":"add","path":"members","value":[{"value":"u2"}]}""", "u2")]
    public void MembersChange_AsOktaAndEntraAsk(string before, string operations, string after)
    {
        var patched = Sample.Patched(ResourceTypes.Group, Sample.Group(Members(before)), operations);
        string.Join(',', patched["members"]?.AsArray().Select(member => member!["value"]!.GetValue<string>()) ?? []).ShouldBe(after);
        patched.ContainsKey("members").ShouldBe(after.Length > 0);
    }

    [Fact]
    public void RemovingAnAbsentMember_ChangesNothing()
    {
        var group = Sample.Group(Members("u1"));
        JsonNode.DeepEquals(Sample.Patched(ResourceTypes.Group, group, """{"op":"remove","path":"members[value eq \"u9\"]"}"""), group).ShouldBeTrue();
    }

    [Fact]
    public void AddingAndRemovingAMember_RestoresTheGroup() => Gen.Int[0, 9].Array[0, 9].Select(Gen.Int[10, 19]).Sample((present, added) =>
    {
        var group = Sample.Group(Members(string.Join(',', present.Select(number => $"u{number}"))));
        var both = Sample.Patched(ResourceTypes.Group, group, $$"""
            {"op":"add","path":"members","value":[{"value":"u{{added}}"}]},{"op":"remove","path":"members[value eq \"u{{added}}\"]"}
            """);
        return JsonNode.DeepEquals(both, group);
    });

    [Fact]
    public void TheInput_StaysAsItIs_AndTheResultSharesNothingWithIt() => Gen.Select(PatchGen.Users, PatchGen.Operations.Array[1, 4]).Sample((user, operations) =>
    {
        var before = user.ToJsonString();
        if (TryPatch(user, operations) is { } result)
        {
            result.ToJsonString();
            result["title"] = "changed";
            (result["emails"] as JsonArray)?.Clear();
        }

        return user.ToJsonString() == before;
    });

    [Fact]
    public void ARequestWithOneBadOperation_ChangesNothing() => Gen.Select(PatchGen.Users, PatchGen.Operations.Array[0, 3]).Sample((user, operations) =>
        TryPatch(user, [.. operations, "{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}"]) is null);

    [Fact]
    public void AnyOperations_GiveAResourceInOurFormOrARefusal() => Gen.Select(PatchGen.Users, PatchGen.Operations.Array[1, 5]).Sample((user, operations) =>
    {
        if (TryPatch(user, operations) is not { } result)
        {
            return true;
        }

        var body = result.DeepClone().AsObject();
        body["schemas"] = new JsonArray(ScimSchemas.UserUrn);
        return JsonNode.DeepEquals(ResourceReader.Read(body, ResourceTypes.User), result);
    });

    [Fact]
    public void ReplacingTwice_IsReplacingOnce() => Gen.Select(PatchGen.Users, PatchGen.Operations.Where(operation => operation.Contains("REPLACE", StringComparison.Ordinal))).Sample((user, operation) =>
    {
        // A filter on what the operation itself changes may point at nothing the second time.
        var once = TryPatch(user, [operation]);
        return once is null || TryPatch(once, [operation]) is not { } twice || JsonNode.DeepEquals(once, twice);
    });

    [Fact]
    public void AnOperationMadeByHand_IsHeldToTheSameRules()
    {
        var path = PathParser.Parse("active", ResourceTypes.User);
        Patch.Apply(ResourceTypes.User, Sample.User(string.Empty), [new PatchOperation(PatchOp.Replace, path, "False")])["active"]!.GetValue<bool>().ShouldBeFalse();
        Sample.Refuses(ScimType.InvalidValue, () => Patch.Apply(ResourceTypes.User, Sample.User(string.Empty), [new PatchOperation(PatchOp.Replace, path, "maybe")]));
        Patch.Apply(ResourceTypes.User, Sample.User(string.Empty), [new PatchOperation(PatchOp.Add, null, new JsonObject { ["title"] = "T" })])["title"]!.GetValue<string>().ShouldBe("T");
    }

    [Fact]
    public void WhatTheServiceSet_IsKept()
    {
        var user = Sample.User(string.Empty);
        user["id"] = "u1";
        user["meta"] = new JsonObject { ["version"] = "1" };
        Sample.Patched(ResourceTypes.User, user, """{"op":"replace","value":{"id":"x","title":"T"}}""")
            .ShouldBeJson("""{"userName":"a@example.com","id":"u1","meta":{"version":"1"},"title":"T"}""");
    }

    [Fact]
    public void AResourceThatGrowsTooLarge_IsRefused()
    {
        var user = Sample.User(string.Empty);
        var operations = Enumerable.Range(0, 100).Select(index =>
            $"{{\"op\":\"add\",\"path\":\"roles\",\"value\":[{{\"value\":\"{index}{new string('x', 1000)}\"}}]}}");
        Sample.Refuses(ScimType.InvalidValue, () => Sample.Patched(ResourceTypes.User, user, string.Join(',', operations)));
    }

    private static string Members(string ids) => ids.Length == 0
        ? string.Empty
        : $"\"members\":[{string.Join(',', ids.Split(',').Select(id => $"{{\"value\":\"{id}\"}}"))}]";

    private static JsonObject? TryPatch(JsonObject user, string[] operations)
    {
        try
        {
            return Sample.Patched(ResourceTypes.User, user, string.Join(',', operations));
        }
        catch (ScimRefusedException)
        {
            return null;
        }
    }
}
