namespace OptiId.Scim.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void WritingASchema_GivesTheDataItWasReadFrom()
    {
        foreach (var (schema, file) in new[] { (ScimSchemas.User, "user.json"), (ScimSchemas.EnterpriseUser, "enterprise-user.json"), (ScimSchemas.Group, "group.json") })
        {
            var written = schema.ToJson();
            written.Remove("schemas");
            var data = EmbeddedData.ReadJson($"Schemas/{file}").AsObject();
            data.Remove("extends");
            data.Remove("required");
            JsonNode.DeepEquals(written, data).ShouldBeTrue(file);
        }
    }

    [Theory]
    [InlineData("userName", "userName")]
    [InlineData("USERNAME", "userName")]
    [InlineData("name.FAMILYNAME", "name.familyName")]
    [InlineData("meta.created", "meta.created")]
    [InlineData("externalid", "externalId")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", "userName")]
    [InlineData("URN:IETF:params:scim:schemas:extension:enterprise:2.0:user:Manager.Value", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    public void AttributeNames_HaveNoLetterCase(string name, string expected)
    {
        ResourceTypes.User.TryFindAttribute(name, out var path).ShouldBeTrue();
        path!.ToString().ShouldBe(expected);
        path.Is(name.Replace("urn:ietf:params:scim:schemas:core:2.0:User:", string.Empty, StringComparison.Ordinal)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("name.")]
    [InlineData("name..familyName")]
    [InlineData("name.familyName.x")]
    [InlineData("userName.value")]
    [InlineData("department")]
    [InlineData("__proto__")]
    [InlineData("urn:x:userName")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:displayName")]
    public void UnknownNames_AreNotFound(string name) => ResourceTypes.User.TryFindAttribute(name, out _).ShouldBeFalse();

    [Fact]
    public void ThePassword_IsNeverReturned()
    {
        ScimSchemas.User.TryFindAttribute("password", out var password).ShouldBeTrue();
        password!.Returned.ShouldBe(Returned.Never);
        password.Mutability.ShouldBe(Mutability.WriteOnly);
    }

    [Fact]
    public void TheDisplayNameOfAGroup_IsRequiredAndUniqueWithoutLetterCase()
    {
        ScimSchemas.Group.TryFindAttribute("displayName", out var name).ShouldBeTrue();
        (name!.Required, name.Uniqueness, name.CaseExact).ShouldBe((true, Uniqueness.Server, false));
    }

    [Fact]
    public void EveryKeyword_HasItsSpelling() =>
        Enum.GetValues<ScimType>().Where(type => type.Keyword() is null).ShouldBe([ScimType.None]);
}
