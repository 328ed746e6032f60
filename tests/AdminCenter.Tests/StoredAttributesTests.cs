using Google.Protobuf;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class StoredAttributesTests
{
    [Fact]
    public void WhatTheProductUses_IsNotAmongThem()
    {
        Lines("""{"userName":"ann@example.com","externalId":"00u1","name":{"givenName":"Ann","familyName":"Smith"}}""").ShouldBeEmpty();
    }

    [Fact]
    public void EachOtherAttribute_IsALine()
    {
        Lines("""
            {"userName":"ann@example.com","name":{"givenName":"Ann","formatted":"Ann Smith"},"title":"Editor","locale":"en-GB","nothing":null,
             "emails":[{"value":"ann@example.com","type":"work","primary":true},{"value":"a@home.example","type":"home","primary":false}],
             "addresses":[{"streetAddress":"High Street 1","locality":"Bath"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Press","manager":{"value":"00u2","displayName":"Bea"}},
             "urn:example:User":{"badge":{"number":7}}}
            """).ShouldBe(
            [
                ("name.formatted", "Ann Smith"),
                ("title", "Editor"),
                ("locale", "en-GB"),
                ("nothing", "none"),
                ("emails", "ann@example.com (type work, primary)"),
                ("emails", "a@home.example (type home)"),
                ("addresses", "streetAddress High Street 1, locality Bath"),
                ("Enterprise User: department", "Press"),
                ("Enterprise User: manager", "00u2 (displayName Bea)"),
                ("urn:example:User: badge", "number 7"),
            ]);
    }

    [Fact]
    public void AnOverlongValueAndOverlongList_AreCut_WithoutBreakingACharacter()
    {
        var (_, value) = Lines($$"""{"nickName":"{{new string('x', StoredAttributes.MaximumLength - 1)}}😀😀"}""").ShouldHaveSingleItem();
        value.ShouldBe(new string('x', StoredAttributes.MaximumLength - 1) + "…");

        Lines($$"""{"emails":[{{string.Join(',', Enumerable.Range(0, 500).Select(number => $$"""{"value":"{{number}}@example.com"}"""))}}]}""").Count.ShouldBe(StoredAttributes.MaximumLines);
    }

    [Fact]
    public void NoDocument_HasNone() => StoredAttributes.Of(new User()).ShouldBeEmpty();

    private static List<(string, string)> Lines(string document) =>
        [.. StoredAttributes.Of(new User { Document = ByteString.CopyFromUtf8(document) }).Select(line => (line.Path, line.Value))];
}
