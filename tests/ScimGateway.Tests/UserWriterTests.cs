using System.Buffers;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class UserWriterTests
{
    private const string Enterprise = ScimSchemas.EnterpriseUserUrn;

    [Theory]
    [InlineData("""{"userName":"a@example.com"}""", false)]
    [InlineData("""{"userName":"a@example.com","displayName":"} , \" \\ { \u0000 \ud83d\ude00 <script>"}""", false)]
    [InlineData("""{"userName":"a@example.com","displayName":"\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{}"}""", false)]
    [InlineData("""{"userName":"a@example.com","title":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}""", false)]
    [InlineData("""{"userName":"a@example.com","emails":[{"value":"a@b","primary":true}],"phoneNumbers":[]}""", false)]
    [InlineData("""{"userName":"a@example.com","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"x"}}""", true)]
    [InlineData("""{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"7"}},"userName":"a@example.com"}""", true)]
    public void P6_AnyDocument_IsWrittenAsJson_WithItsSchemasAndEveryAttributeAsItWas(string document, bool hasExtension)
    {
        var stored = JsonNode.Parse(document)!.AsObject();
        var written = Write(stored);
        written["schemas"]!.AsArray().Select(urn => (string)urn!).ShouldBe(hasExtension ? [ScimSchemas.UserUrn, Enterprise] : [ScimSchemas.UserUrn]);
        foreach (var (name, value) in stored)
        {
            JsonNode.DeepEquals(written[name], value).ShouldBeTrue(name);
        }

        written.Select(pair => pair.Key).ShouldBeUnique();
    }

    [Fact]
    public void WhatTheServiceKnows_StandsBesideTheDocument()
    {
        var written = Write(new() { ["userName"] = "a@example.com" });
        written["id"]!.GetValue<string>().ShouldBe("u1");
        written["active"]!.GetValue<bool>().ShouldBeTrue();
        var meta = written["meta"]!;
        meta["resourceType"]!.GetValue<string>().ShouldBe("User");
        meta["created"]!.GetValue<string>().ShouldBe("2026-11-23T12:00:00.007Z");
        meta["location"]!.GetValue<string>().ShouldBe("https://scim.example.com/scim/v2/Users/u1");
        meta["version"]!.GetValue<string>().ShouldBe("W/\"9\"");
    }

    [Fact]
    public void P9_ADeactivatedUser_IsNotActive() => Write(new() { ["userName"] = "a" }, state: UserState.Deactivated)["active"]!.GetValue<bool>().ShouldBeFalse();

    [Theory]
    [InlineData("?attributes=userName", "schemas id userName")]
    [InlineData("?attributes=name.givenName", "schemas id name")]
    [InlineData("?attributes=active,meta", "schemas id active meta")]
    [InlineData("?excludedAttributes=meta,active,name,emails", "schemas id userName")]
    [InlineData("?excludedAttributes=id,schemas", "schemas id userName name emails active meta")]
    [InlineData("?attributes=groups", "schemas id groups")]
    [InlineData("?attributes=", "schemas id userName name emails active meta")]
    public void AProjection_HoldsWhatIsAskedForAndWhatIsAlwaysThere(string query, string names)
    {
        JsonObject document = new()
        {
            ["userName"] = "a@example.com",
            ["name"] = new JsonObject { ["givenName"] = "Ada", ["familyName"] = "Lovelace" },
            ["emails"] = new JsonArray(new JsonObject { ["value"] = "a@example.com" }),
        };
        Write(document, query).Select(pair => pair.Key).ShouldBe(names.Split(' '), ignoreOrder: true);
    }

    private static JsonObject Write(JsonObject document, string query = "", UserState state = UserState.Active)
    {
        var at = Timestamp.FromDateTime(new DateTime(2026, 11, 23, 12, 0, 0, 7, DateTimeKind.Utc));
        var user = new User
        {
            Id = "u1",
            State = state,
            Document = ByteString.CopyFromUtf8(document.ToJsonString()),
            Created = at,
            LastModified = at,
            Version = 9,
        };
        var body = new ArrayBufferWriter<byte>();
        UserWriter.Write(body, user, Samples.Request(query).ReadProjection(Scim.ResourceTypes.User), [new Group { Id = "g1", DisplayName = "Team" }], Samples.Locations);
        return JsonNode.Parse(body.WrittenSpan)!.AsObject();
    }
}
