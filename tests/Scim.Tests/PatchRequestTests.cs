namespace OptiId.Scim.Tests;

public sealed class PatchRequestTests
{
    [Theory]
    [InlineData("userName", "userName")]
    [InlineData("NAME.FamilyName", "name.familyName")]
    [InlineData("emails[type eq \\\"work\\\"].VALUE", "emails[type eq \"work\"].value")]
    [InlineData("emails[type eq \\\"work\\\" and value co \\\"]\\\\\\\"\\\"]", "emails[type eq \"work\" and value co \"]\\\"\"]")]
    [InlineData("addresses[type eq \\\"work\\\"].streetAddress", "addresses[type eq \"work\"].streetAddress")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", "name.givenName")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber")]
    public void APath_IsReadInTheSchemasSpelling(string path, string expected) =>
        Sample.Operations(ResourceTypes.User, $"{{\"op\":\"replace\",\"path\":\"{path}\",\"value\":\"x@y\"}}".Replace(
            "\"x@y\"", path.EndsWith(']') ? "{\"value\":\"x@y\"}" : "\"x@y\"", StringComparison.Ordinal)).Single().Path!.ToString().ShouldBe(expected);

    [Fact]
    public void AValueWithoutPath_BecomesOneChangeForEachAttribute()
    {
        var changes = Sample.Operations(ResourceTypes.User, """
            {"op":"replace","value":{"id":"x","schemas":[],"displayName":"Bjfe","name.givenName":"Kkom","name.familyName":"Unua","custom":1,
             "emails[type eq \"work\"].value":"w@x","password":"secret",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"Aklq",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D","manager.value":"m","nope":1},
             "name":{"formatted":"F"},"meta":{"version":"1"},"groups":[{"value":"g"}],"ACTIVE":"False"}}
            """);
        changes.Select(change => $"{change.Op} {change.Path} {change.Value?.ToJsonString()}").ShouldBe([
            "Replace displayName \"Bjfe\"",
            "Replace name.givenName \"Kkom\"",
            "Replace name.familyName \"Unua\"",
            "Replace emails[type eq \"work\"].value \"w@x\"",
            "Replace urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber \"Aklq\"",
            "Replace urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department \"D\"",
            "Replace urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value \"m\"",
            "Replace name {\"formatted\":\"F\"}",
            "Replace active false"]);
    }

    [Fact]
    public void ValuesOfMembers_AreInOurForm() => Sample.Operations(ResourceTypes.Group, """
            {"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"},{"VALUE":"u2","displayName":"B"}]},
            {"op":"add","path":"members","value":{"value":"u3","display":"C"}},
            {"op":"Remove","path":"members","value":[{"value":"u4"}]},
            {"op":"remove","path":"members[value eq \"u5\"]"},
            {"op":"remove","path":"members"},
            {"op":"remove","path":"members","value":[]},
            {"op":"replace","path":"members","value":[]},
            {"op":"replace","value":{"members":[{"value":"u6"}]}},
            {"op":"replace","value":{"id":"g1","displayName":"Test SCIMv2"}}
            """).Select(change => $"{change.Op} {change.Path} {change.Value?.ToJsonString()}").ShouldBe([
            "Add members [{\"value\":\"u1\"},{\"value\":\"u2\"}]",
            "Add members [{\"value\":\"u3\"}]",
            "Remove members [{\"value\":\"u4\"}]",
            "Remove members[value eq \"u5\"] ",
            "Remove members ",
            "Remove members []",
            "Replace members ",
            "Replace members [{\"value\":\"u6\"}]",
            "Replace displayName \"Test SCIMv2\""]);

    [Fact]
    public void NoOperations_AreNoChanges() => Sample.Operations(ResourceTypes.User, string.Empty).ShouldBeEmpty();

    [Fact]
    public void APassword_IsDropped() => Sample.Operations(ResourceTypes.User, """
        {"op":"replace","value":{"password":"secret"}},{"op":"replace","path":"password","value":"secret"}
        """).ShouldBeEmpty();

    [Fact]
    public void WhichSchemasAResourceUses_FollowsFromWhatItHolds() => Sample.Operations(ResourceTypes.User, """
        {"op":"add","path":"schemas","value":["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]},
        {"op":"replace","value":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}}
        """).ShouldBeEmpty();

    [Fact]
    public void ThePathOfTheRfcsOwnExample_IsRead() => Sample.Operations(ResourceTypes.Group, """
        {"op":"remove","path":"members[value eq\"2819c223-919d-413861904646\"]"}
        """).Single().Path!.ToString().ShouldBe("members[value eq \"2819c223-919d-413861904646\"]");

    [Theory]
    [InlineData("""{"Operations":[]}""", ScimType.InvalidValue)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Operations":[]}""", ScimType.InvalidValue)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""", ScimType.InvalidSyntax)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{}}""", ScimType.InvalidSyntax)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":null}""", ScimType.InvalidSyntax)]
    [InlineData("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[1]}""", ScimType.InvalidSyntax)]
    public void ABodyThatIsNoPatch_IsRefused(string json, ScimType expected) =>
        Sample.Refuses(expected, () => PatchRequest.Parse(Sample.Body(json), ResourceTypes.User, 1000));

    [Theory]
    [InlineData("""{"op":"frobnicate","path":"active","value":true}""", ScimType.InvalidSyntax)]
    [InlineData("""{"path":"active","value":true}""", ScimType.InvalidSyntax)]
    [InlineData("""{"op":1,"path":"active","value":true}""", ScimType.InvalidSyntax)]
    [InlineData("""{"op":"remove"}""", ScimType.NoTarget)]
    [InlineData("""{"op":"remove","value":{"title":"x"}}""", ScimType.NoTarget)]
    [InlineData("""{"op":"remove","path":"schemas"}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","path":"id","value":"x"}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","path":"meta.created","value":"x"}""", ScimType.Mutability)]
    [InlineData("""{"op":"add","path":"groups","value":[{"value":"g"}]}""", ScimType.Mutability)]
    [InlineData("""{"op":"remove","path":"groups[value eq \"g\"]"}""", ScimType.Mutability)]
    [InlineData("""{"op":"replace","path":"noSuchAttribute","value":1}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"name..familyName","value":"x"}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"","value":"x"}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":5,"value":"x"}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"__proto__.isAdmin","value":true}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"userName x","value":true}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].nope","value":true}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"urn:x:y:title","value":true}""", ScimType.InvalidPath)]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"","value":"x"}""", ScimType.InvalidFilter)]
    [InlineData("""{"op":"remove","path":"emails[display eq"}""", ScimType.InvalidFilter)]
    [InlineData("""{"op":"remove","path":"name[givenName pr]"}""", ScimType.InvalidFilter)]
    [InlineData("""{"op":"replace","path":"active","value":{"a":1}}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"replace","path":"active"}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"replace"}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"add","value":"x"}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"add","value":[{"title":"x"}]}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"add","value":{"active":"maybe"}}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"replace","path":"userName","value":"nobody"}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"add","path":"emails","value":"x"}""", ScimType.InvalidValue)]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":"x"}""", ScimType.InvalidValue)]
    public void AnOperationThatIsNotUnderstood_IsRefused(string operation, ScimType expected) =>
        Sample.Refuses(expected, () => Sample.Operations(ResourceTypes.User, operation));

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"display":"x"}]}""")]
    [InlineData("""{"op":"add","path":"members","value":"abc"}""")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"a"},{}]}""")]
    public void AMemberWithoutValue_IsRefused(string operation) =>
        Sample.Refuses(ScimType.InvalidValue, () => Sample.Operations(ResourceTypes.Group, operation));

    [Fact]
    public void MoreOperationsThanAllowed_AreTooMany()
    {
        var operations = string.Join(',', Enumerable.Repeat("""{"op":"replace","path":"active","value":true}""", 1001));
        Sample.Refuses(ScimType.TooMany, () => Sample.Operations(ResourceTypes.User, operations));
    }

    [Fact]
    public void ManyPathsInOneValue_AreTooMany()
    {
        var keys = string.Join(',', Enumerable.Range(0, 5_000).Select(index => $"\"emails[type eq \\\"{index}\\\"].value\":\"a\""));
        Sample.Refuses(ScimType.TooMany, () => Sample.Operations(ResourceTypes.User, $"{{\"op\":\"add\",\"value\":{{{keys}}}}}"));
    }

    [Fact]
    public void TheBody_IsNotSharedWithTheChanges()
    {
        var body = Sample.Body($$"""{"schemas":["{{ScimSchemas.PatchOpUrn}}"],"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""");
        var before = body.ToJsonString();
        var change = PatchRequest.Parse(body, ResourceTypes.Group, 10).Single();
        change.Value!.Parent.ShouldBeNull();
        change.Value[0]!["value"] = "changed";
        body.ToJsonString().ShouldBe(before);
    }
}
