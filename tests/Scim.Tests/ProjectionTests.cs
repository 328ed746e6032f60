namespace OptiId.Scim.Tests;

public sealed class ProjectionTests
{
    private const string Enterprise = ScimSchemas.EnterpriseUserUrn;

    [Theory]
    [InlineData(null, null, "schemas,id,userName,name.givenName,name.familyName,emails.value,emails.type,E.department,meta.version")]
    [InlineData("", " ", "schemas,id,userName,name.givenName,name.familyName,emails.value,emails.type,E.department,meta.version")]
    [InlineData("userName,EMAILS", null, "schemas,id,userName,emails.value,emails.type")]
    [InlineData("name.familyName, emails.value", null, "schemas,id,name.familyName,emails.value")]
    [InlineData("noSuch", null, "schemas,id")]
    [InlineData("password", null, "schemas,id")]
    [InlineData("groups", null, "schemas,id,groups.value")]
    [InlineData("groups.value,userName", null, "schemas,id,userName,groups.value")]
    [InlineData("meta.version", null, "schemas,id,meta.version")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", null, "schemas,id,userName")]
    [InlineData(Enterprise, null, "schemas,id,E.department")]
    [InlineData(Enterprise + ":department", null, "schemas,id,E.department")]
    [InlineData(null, "id,schemas,userName,meta", "schemas,id,name.givenName,name.familyName,emails.value,emails.type,E.department")]
    [InlineData(null, "name.familyName,emails.type,noSuch", "schemas,id,userName,name.givenName,emails.value,E.department,meta.version")]
    [InlineData(null, "emails.type,emails.value," + Enterprise, "schemas,id,userName,name.givenName,name.familyName,meta.version")]
    [InlineData("name,userName", "name.givenName", "schemas,id,userName,name.familyName")]
    public void AnAnswer_HoldsWhatIsAskedFor(string? attributes, string? excluded, string expected)
    {
        var user = JsonNode.Parse($$"""
            {"schemas":["x"],"id":"1","userName":"a@b","password":"secret","name":{"givenName":"G","familyName":"F"},
             "emails":[{"value":"a@b","type":"work"},{"value":"c@d"}],"groups":[{"value":"g"}],"{{Enterprise}}":{"department":"D"},"meta":{"version":"1"} }
            """)!.AsObject();
        var before = user.ToJsonString();
        var names = Names(Projection.Parse(attributes, excluded, ResourceTypes.User).Apply(user), string.Empty).Distinct();
        names.Order().ShouldBe(expected.Split(',').Order());
        user.ToJsonString().ShouldBe(before);
    }

    [Fact]
    public void ExcludedMembers_AreAbsent() =>
        Projection.Parse(null, "members", ResourceTypes.Group).Apply(Sample.Group("\"members\":[{\"value\":\"u1\"}]")).ShouldBeJson("""{"displayName":"Team"}""");

    [Fact]
    public void AResourceWithNothingToHide_IsNotCopied()
    {
        var user = Sample.User("\"title\":\"T\"");
        Projection.Parse(null, null, ResourceTypes.User).Apply(user).ShouldBeSameAs(user);
    }

    [Fact]
    public void ManyNames_AreRefused() => Sample.Refuses(
        ScimType.InvalidValue, () => Projection.Parse(new string(',', 5000), null, ResourceTypes.User));

    private static IEnumerable<string> Names(JsonNode? node, string prefix) => node switch
    {
        JsonObject json => json.SelectMany(part => Names(part.Value, prefix + (part.Key == Enterprise ? "E" : part.Key) + ".")),
        JsonArray array => array.SelectMany(element => Names(element, prefix)),
        _ => [prefix.TrimEnd('.')],
    };
}
