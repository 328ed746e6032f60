namespace OptiId.Scim.Tests;

/// <summary>An attribute or an extension is data: a file that an operator writes (P30).</summary>
public sealed class ExtensionFileTests
{
    private const string Shop = ExtensionFolder.ShopUrn;

    [Fact]
    public void AnAddedExtension_IsReadValidatedFilteredPatchedAndShown()
    {
        using var folder = new ExtensionFolder(ExtensionFolder.Shop);
        var type = folder.Load().User;
        type.ToJson()["schemaExtensions"].ShouldBeJson($$"""
            [{"schema":"{{ScimSchemas.EnterpriseUserUrn}}","required":false},{"schema":"{{Shop}}","required":false}]
            """);

        var user = ResourceReader.Read(
            Sample.Body($$"""
                {"schemas":["{{ScimSchemas.UserUrn}}"],"userName":"a@example.com",
                 "{{Shop.ToUpperInvariant()}}":{"LOYALTYNUMBER":7,"tags":["a","A","b"],"isMember":"True","unknown":1,"badge":{"value":"B-1"} } }
                """),
            type);
        user[Shop].ShouldBeJson("""{"loyaltyNumber":7,"tags":["a","b"],"isMember":true,"badge":{"value":"B-1"}}""");

        Holds(type, user, $"{Shop}:loyaltyNumber ge 7 and {Shop}:tags eq \"B\"").ShouldBeTrue();
        Holds(type, user, $"{Shop}:badge.value sw \"b\" and not ({Shop}:discount pr)").ShouldBeTrue();
        Holds(type, user, $"{Shop}:isMember eq false").ShouldBeFalse();

        var patched = Sample.Patched(type, user, $$"""
            {"op":"add","path":"{{Shop}}:visits","value":[{"value":"v1","type":"shop","spent":12.50}]},
            {"op":"replace","path":"{{Shop}}:visits[type eq \"shop\"].spent","value":13},
            {"op":"replace","value":{"{{Shop}}":{"discount":0.25},"{{Shop}}:badge.floor":3} },
            {"op":"remove","path":"{{Shop}}:tags"}
            """);
        patched[Shop].ShouldBeJson("""
            {"loyaltyNumber":7,"isMember":true,"badge":{"value":"B-1","floor":3},"visits":[{"value":"v1","type":"shop","spent":13}],"discount":0.25}
            """);
        Projection.Parse($"{Shop}:discount", null, type).Apply(patched).ShouldBeJson($$"""{"{{Shop}}":{"discount":0.25} }""");
        folder.Load().Schemas[^1].ToJson()["attributes"]!.AsArray().Count.ShouldBe(11);
    }

    [Fact]
    public void AnAttributeThatIsImmutable_IsSetOnce()
    {
        var type = ExtensionFolder.ShopUsers;
        var user = Sample.Patched(type, Sample.User(string.Empty), $$"""{"op":"add","path":"{{Shop}}:code","value":"x"}""");
        Sample.Patched(type, user, $$"""{"op":"replace","path":"{{Shop}}:code","value":"x"}""").ShouldBeJson(user.ToJsonString());
        Sample.Refuses(ScimType.Mutability, () => Sample.Patched(type, user, $$"""{"op":"replace","path":"{{Shop}}:code","value":"y"}"""));
        Sample.Refuses(ScimType.Mutability, () => Sample.Patched(type, user, $$"""{"op":"remove","path":"{{Shop}}:code"}"""));

        var other = user.DeepClone().AsObject();
        other[Shop]!["code"] = "y";
        Sample.Refuses(ScimType.Mutability, () => Replacement.Apply(type, () => user, other));
        Replacement.Apply(type, () => user, Sample.User("\"title\":\"T\""))[Shop].ShouldBeJson("""{"code":"x"}""");
        Replacement.Apply(ResourceTypes.User, () => throw new InvalidOperationException(), other).ShouldBeSameAs(other);
    }

    [Fact]
    public void AnAttributeOfAnExtensionThatIsReturnedOnRequest_IsSeenOnlyThere()
    {
        var type = ExtensionFolder.ShopUsers;
        var user = Sample.Patched(type, Sample.User(string.Empty), $$"""{"op":"add","value":{"{{Shop}}":{"secretHint":"h","loyaltyNumber":1} } }""");
        Projection.Parse(null, null, type).Apply(user)[Shop].ShouldBeJson("""{"loyaltyNumber":1}""");
        Projection.Parse($"{Shop}:secretHint", null, type).Apply(user)[Shop].ShouldBeJson("""{"secretHint":"h"}""");
        (type.ReturnsAllStored, ResourceTypes.User.ReturnsAllStored).ShouldBe((false, true));
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"SHOP:tags[value eq \"B\"]"}""", """["a","c"]""")]
    [InlineData("""{"op":"remove","path":"SHOP:tags[value gt \"a\"]"}""", """["a"]""")]
    [InlineData("""{"op":"replace","path":"SHOP:tags[value ge \"b\"]","value":"x"}""", """["a","x"]""")]
    [InlineData("""{"op":"replace","path":"SHOP:tags[value eq \"b\"]","value":"A"}""", """["a","c"]""")]
    [InlineData("""{"op":"add","path":"SHOP:tags[value eq \"nosuch\"]","value":"x"}""", """["a","b","c","x"]""")]
    [InlineData("""{"op":"add","path":"SHOP:tags","value":["B","d"]}""", """["a","b","c","d"]""")]
    [InlineData("""{"op":"add","path":"SHOP:tags","value":"d"}""", """["a","b","c","d"]""")]
    [InlineData("""{"op":"remove","path":"SHOP:tags","value":["C"]}""", """["a","b"]""")]
    [InlineData("""{"op":"remove","path":"SHOP:tags[value pr]"}""", null)]
    public void ValuesWithoutParts_AreChosenByTheirValue(string operation, string? tags)
    {
        var type = ExtensionFolder.ShopUsers;
        var user = Sample.Patched(type, Sample.User(string.Empty), $$"""{"op":"add","path":"{{Shop}}:tags","value":["a","b","c"]}""");
        var patched = Sample.Patched(type, user, operation.Replace("SHOP", Shop, StringComparison.Ordinal));
        patched.ContainsKey(Shop).ShouldBe(tags is not null);
        patched[Shop]?["tags"].ShouldBeJson(tags!);
        Holds(type, user, $"{Shop}:tags[value eq \"B\" and not (value eq \"a\")]").ShouldBeTrue();
        Holds(type, user, $"{Shop}:tags[value eq \"b\" and value eq \"a\"]").ShouldBeFalse();
        Sample.Refuses(ScimType.NoTarget, () => Sample.Patched(type, user, $$"""{"op":"replace","path":"{{Shop}}:tags[value eq \"z\"]","value":"x"}"""));
    }

    [Fact]
    public void WhatASchemaRequires_MayComeInTheSameRequest_AndCantBeLeftOut()
    {
        var type = ExtensionFolder.ShopUsers;
        var user = Sample.User(string.Empty);
        Sample.Patched(type, user, $$"""{"op":"add","value":{"{{Shop}}:badge.floor":1,"{{Shop}}:badge.value":"B"} }""")[Shop]
            .ShouldBeJson("""{"badge":{"floor":1,"value":"B"}}""");
        Sample.Refuses(ScimType.InvalidValue, () => Sample.Patched(type, user, $$"""{"op":"add","path":"{{Shop}}:badge.floor","value":1}"""));
        Sample.Refuses(ScimType.InvalidValue, () => ResourceReader.Read(
            Sample.Body($$"""{"schemas":["{{ScimSchemas.UserUrn}}"],"userName":"a@b","{{Shop}}":{"badge":{"floor":1} } }"""), type));
    }

    [Fact]
    public void ASchemaThatCameLater_KeepsNobodyFromBeingDeactivated()
    {
        var user = Sample.User($"\"{ScimSchemas.EnterpriseUserUrn}\":{{\"department\":\"D\"}}");
        var before = user.DeepClone().AsObject();
        before[Shop] = new JsonObject { ["badge"] = new JsonObject { ["floor"] = 1 } };
        Sample.Patched(ExtensionFolder.ShopUsers, before, """{"op":"replace","value":{"active":false}}""")["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void ARequiredExtension_IsAskedOfAClient_AndOfNobodyElse()
    {
        using var folder = new ExtensionFolder(Minimal(with: "\"required\":true"));
        var catalog = folder.Load();
        var body = Sample.Body($$"""{"schemas":["{{ScimSchemas.UserUrn}}"],"userName":"a@example.com"}""");
        Sample.Refuses(ScimType.InvalidValue, () => ResourceReader.Read(body, catalog.User)).Message.ShouldContain("urn:example:x");
        ResourceReader.Read(body, catalog.UserWithoutExtensions).ShouldNotBeNull();
        var user = new JsonObject { ["userName"] = "a@example.com", ["urn:example:x"] = new JsonObject { ["a"] = "1" } };
        Sample.Refuses(ScimType.Mutability, () => Sample.Patched(catalog.User, user, """{"op":"remove","path":"urn:example:x"}"""));
    }

    [Theory]
    [InlineData("{", "it isn't valid JSON")]
    [InlineData("[]", "it isn't a JSON object")]
    [InlineData("{\"id\":\"urn:example:x\",\"id\":\"urn:example:x\"}", "it isn't valid JSON")]
    [InlineData("{\"extends\":\"User\",\"attributes\":[{\"name\":\"a\"}]}", "lacks \"id\"")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"User\"}", "lacks \"attributes\"")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"User\",\"attributes\":[]}", "lacks \"attributes\"")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"User\",\"attributes\":[1]}", "isn't an object")]
    [InlineData("{\"id\":\"urn:example:x\",\"attributes\":[{\"name\":\"a\"}]}", "lacks \"extends\"")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"Group\",\"attributes\":[{\"name\":\"a\"}]}", "only User can be extended")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"Device\",\"attributes\":[{\"name\":\"a\"}]}", "no resource type")]
    [InlineData("{\"id\":\"example\",\"extends\":\"User\",\"attributes\":[{\"name\":\"a\"}]}", "is no URN")]
    [InlineData("{\"id\":\"urn:example:a'b\",\"extends\":\"User\",\"attributes\":[{\"name\":\"a\"}]}", "is no URN")]
    [InlineData("{\"id\":\"urn:ietf:params:scim:schemas:extension:Enterprise:2.0:USER\",\"extends\":\"User\",\"attributes\":[{\"name\":\"a\"}]}", "is taken")]
    [InlineData("{\"id\":\"urn:ietf:params:scim:schemas:core:2.0:User:x\",\"extends\":\"User\",\"attributes\":[{\"name\":\"a\"}]}", "can't be told apart")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"User\",\"colour\":1,\"attributes\":[{\"name\":\"a\"}]}", "unknown keyword \"colour\"")]
    [InlineData("{\"id\":\"urn:example:x\",\"extends\":\"User\",\"required\":\"yes\",\"attributes\":[{\"name\":\"a\"}]}", "has to be true or false")]
    public void ABadFile_IsRefusedWithOneLineThatNamesItAndTheReason(string file, string reason) => RefusesFile(file, reason);

    [Theory]
    [InlineData("{\"type\":\"string\"}", "lacks \"name\"")]
    [InlineData("{\"name\":\"1a\"}", "is no name of an attribute")]
    [InlineData("{\"name\":\"a.b\"}", "is no name of an attribute")]
    [InlineData("{\"name\":\"é\"}", "is no name of an attribute")]
    [InlineData("{\"name\":\"\"}", "is no name of an attribute")]
    [InlineData("{\"name\":\"a\"},{\"name\":\"A\"}", "is there twice")]
    [InlineData("{\"name\":\"a\",\"type\":\"text\"}", "unknown type \"text\"")]
    [InlineData("{\"name\":\"a\",\"type\":\"7\"}", "unknown type")]
    [InlineData("{\"name\":\"a\",\"type\":7}", "has to be a text")]
    [InlineData("{\"name\":\"a\",\"mutability\":\"sometimes\"}", "unknown mutability")]
    [InlineData("{\"name\":\"a\",\"returned\":\"maybe\"}", "unknown returned")]
    [InlineData("{\"name\":\"a\",\"requird\":true}", "unknown keyword \"requird\"")]
    [InlineData("{\"name\":\"a\",\"multiValued\":1}", "has to be true or false")]
    [InlineData("{\"name\":\"a\",\"canonicalValues\":\"x\"}", "has to be an array")]
    [InlineData("{\"name\":\"a\",\"canonicalValues\":[1]}", "has to hold texts")]
    [InlineData("{\"name\":\"a\",\"type\":\"integer\",\"canonicalValues\":[\"1\"]}", "isn't a string")]
    [InlineData("{\"name\":\"a\",\"referenceTypes\":[\"User\"]}", "isn't a reference")]
    [InlineData("{\"name\":\"a\",\"type\":\"complex\"}", "lacks \"subAttributes\"")]
    [InlineData("{\"name\":\"a\",\"subAttributes\":[{\"name\":\"b\"}]}", "isn't complex")]
    [InlineData("{\"name\":\"a\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"b\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"c\"}]}]}", "complex within complex")]
    [InlineData("{\"name\":\"a\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"b\",\"multiValued\":true}]}", "can't be multi-valued")]
    [InlineData("{\"name\":\"a\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"primary\"}]}", "has to be a boolean")]
    [InlineData("{\"name\":\"a\",\"uniqueness\":\"server\"}", "can't enforce")]
    [InlineData("{\"name\":\"a\",\"mutability\":\"readOnly\"}", "nothing here would ever set it")]
    [InlineData("{\"name\":\"a\",\"mutability\":\"writeOnly\"}", "isn't stored")]
    [InlineData("{\"name\":\"a\",\"type\":\"complex\",\"subAttributes\":[{\"name\":\"b\",\"returned\":\"never\"}]}", "isn't stored")]
    public void ABadAttribute_IsRefusedWithOneLineThatNamesTheFileAndTheReason(string attributes, string reason) => RefusesFile(Minimal(attributes), reason);

    [Fact]
    public void TwoFilesWithOneUrn_AreRefused()
    {
        using var folder = new ExtensionFolder(Minimal(), Minimal().Replace("urn:example:x", "URN:example:X", StringComparison.Ordinal));
        Should.Throw<SchemaFileException>(folder.Load).Message.ShouldStartWith($"{folder.PathOf(1)}: the URN");
    }

    [Fact]
    public void AFolderThatIsntThere_IsRefused()
    {
        using var folder = new ExtensionFolder();
        Should.Throw<SchemaFileException>(() => SchemaCatalog.Load(folder.PathOf(9))).Message.ShouldContain(SchemaCatalog.FolderVariable);
        folder.Load().User.Extensions.Count.ShouldBe(1); // an empty one adds nothing
        SchemaCatalog.Load(string.Empty).User.Extensions.Count.ShouldBe(1);
    }

    [Fact]
    public void OtherFilesInTheFolder_AreLeftAlone()
    {
        using var folder = new ExtensionFolder(Minimal());
        File.WriteAllText(Path.Combine(folder.Path, "README.md"), "not a schema");
        folder.Load().Schemas.Select(schema => schema.Id).ShouldContain("urn:example:x");
    }

    private static string Minimal(string attributes = "{\"name\":\"a\"}", string with = "\"required\":false") =>
        $"{{\"id\":\"urn:example:x\",\"extends\":\"User\",{with},\"attributes\":[{attributes}]}}";

    private static void RefusesFile(string file, string reason)
    {
        using var folder = new ExtensionFolder(file);
        var message = Should.Throw<SchemaFileException>(folder.Load).Message;
        message.ShouldStartWith($"{folder.PathOf(0)}: ");
        message.ShouldContain(reason);
        message.ShouldNotContain("\n");
    }

    private static bool Holds(ResourceTypeDefinition type, JsonObject user, string filter) => FilterEvaluator.Matches(FilterParser.Parse(filter, type), user, type);
}
