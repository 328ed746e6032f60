using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Filters held against the bytes of documents mean what they mean on trees, and make next to nothing.</summary>
public sealed class DocumentFilterTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceFacts Facts = new("u-1", true, Created, Created.AddTicks(12_345_678), "W/\"3\"");

    [Fact]
    public void AnyFilter_MeansTheSameOnBytesAndOnTrees() => Gen.Select(FilterGen.Filters, FilterGen.Users).Sample(
        (filter, user) => OnBytes(filter, user, Facts with { Active = null }) == FilterEvaluator.Matches(filter, user, ResourceTypes.User),
        print: pair => $"{pair.Item1} on {pair.Item2.ToJsonString()}");

    [Fact]
    public void AnyFilterOnAnyType_MeansTheSameOnBytesAndOnTrees() => Gen.Select(ShopGen.Filters, ShopGen.Users, Gen.Bool).Sample(
        (text, user, indented) =>
        {
            var type = ExtensionFolder.ShopUsers;
            var filter = FilterParser.Parse(text, type);
            var document = Encoding.UTF8.GetBytes(user.ToJsonString(new() { WriteIndented = indented }));
            return new DocumentFilter(filter, type).Matches(document, Facts) == FilterEvaluator.Matches(filter, user, type);
        },
        print: triple => $"{triple.Item1} on {triple.Item2.ToJsonString()}");

    [Theory]
    [InlineData("id eq \"u-1\"", true)]
    [InlineData("id eq \"U-1\"", false)]
    [InlineData("id sw \"u\"", true)]
    [InlineData("active eq true", true)]
    [InlineData("active eq \"False\"", false)]
    [InlineData("active pr", true)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", true)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", true)]
    [InlineData("schemas pr", true)]
    [InlineData("meta.resourceType eq \"User\"", true)]
    [InlineData("meta.created eq \"2026-01-31T12:00:00Z\"", true)]
    [InlineData("meta.created ge \"2026-01-31T13:00:00+01:00\"", true)]
    [InlineData("meta.lastModified eq \"2026-01-31T12:00:01.234Z\"", true)]
    [InlineData("meta.lastModified gt \"2026-01-31T12:00:01.234Z\"", false)]
    [InlineData("meta.version eq \"W/\\\"3\\\"\"", true)]
    [InlineData("meta pr", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"26\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager pr and not (nickName pr)", true)]
    public void WhatTheServiceKnows_IsFilteredToo(string filter, bool expected)
    {
        var user = Sample.User($$"""
            "title":"x","{{ScimSchemas.EnterpriseUserUrn}}":{"department":"Ops","manager":{"value":"26"} }
            """);
        OnBytes(FilterParser.Parse(filter, ResourceTypes.User), user, Facts).ShouldBe(expected);
    }

    [Fact]
    public void OneFilter_ForgetsTheResourceBefore()
    {
        var filter = new DocumentFilter(FilterParser.Parse("title pr or id eq \"u-1\" or schemas co \"enterprise\"", ResourceTypes.User), ResourceTypes.User);
        var other = Facts with { Id = "u-2" };
        filter.Matches("{\"userName\":\"a\"}"u8.ToArray(), Facts).ShouldBeTrue();
        filter.Matches("{\"userName\":\"a\",\"title\":\"T\"}"u8.ToArray(), other).ShouldBeTrue();
        filter.Matches(Encoding.UTF8.GetBytes($"{{\"userName\":\"a\",\"{ScimSchemas.EnterpriseUserUrn}\":{{\"department\":\"d\"}}}}"), other).ShouldBeTrue();
        filter.Matches("{\"userName\":\"a\"}"u8.ToArray(), other).ShouldBeFalse();
    }

    [Theory]
    [InlineData("title co \"guide\" and active eq true")]
    [InlineData("emails[type eq \"work\" and value ew \"@example.com\"]")]
    [InlineData("meta.lastModified gt \"2026-01-31T12:00:00Z\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"Nowhere\" or name.familyName sw \"j\"")]
    public void HoldingADocumentAgainstAFilter_MakesNothing(string text)
    {
        var document = Document.ToArray();
        var filter = new DocumentFilter(FilterParser.Parse(text, ResourceTypes.User), ResourceTypes.User);
        filter.Matches(document, Facts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 100; run++)
        {
            filter.Matches(document, Facts);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 * 64);
    }

    private static ReadOnlySpan<byte> Document => """
        {"userName":"a@example.com","title":"Tour Guide","name":{"familyName":"Jensen"},"emails":[{"value":"a@home.example","type":"home"},{"value":"a@example.com","type":"work"}]}
        """u8;

    private static bool OnBytes(Filter filter, JsonObject user, ResourceFacts facts) =>
        new DocumentFilter(filter, ResourceTypes.User).Matches(Encoding.UTF8.GetBytes(user.ToJsonString()), facts);
}
