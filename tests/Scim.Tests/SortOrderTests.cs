namespace OptiId.Scim.Tests;

public sealed class SortOrderTests
{
    [Theory]
    [InlineData("userName", "userName")]
    [InlineData("USERNAME", "userName")]
    [InlineData("name.familyName", "name.familyName")]
    [InlineData("emails", "emails.value")]
    [InlineData("emails.type", "emails.type")]
    [InlineData("meta.created", "meta.created")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:title", "title")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value")]
    public void AnAttribute_IsFoundByWhatAClientCallsIt(string sortBy, string path) =>
        SortOrder.Parse(sortBy, null, ResourceTypes.User).ShouldNotBeNull().Path.ToString().ShouldBe(path);

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("ascending", false)]
    [InlineData("Descending", true)]
    public void TheOrder_IsAscendingUnlessAskedOtherwise(string? sortOrder, bool descending) =>
        SortOrder.Parse("userName", sortOrder, ResourceTypes.User).ShouldNotBeNull().Descending.ShouldBe(descending);

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData("name", null)]
    [InlineData("password", null)]
    [InlineData("groups", null)]
    [InlineData("groups.value", null)]
    [InlineData("meta.location", null)]
    [InlineData("userName", "sideways")]
    [InlineData(null, "sideways")]
    public void WhatIsNotUnderstood_IsRefused(string? sortBy, string? sortOrder) =>
        Sample.Refuses(ScimType.InvalidValue, () => SortOrder.Parse(sortBy, sortOrder, ResourceTypes.User));

    [Fact]
    public void WithoutSortBy_NothingIsSorted() => SortOrder.Parse(" ", "descending", ResourceTypes.User).ShouldBeNull();

    [Fact]
    public void OfSeveralValues_ThePreferredOneCounts_ElseTheFirst()
    {
        Key("emails", "\"emails\":[{\"value\":\"b@x\"},{\"value\":\"A@x\",\"primary\":true}]").ShouldBe(new SortValue("a@x", null));
        Key("emails", "\"emails\":[{\"value\":\"B@x\"},{\"value\":\"a@x\"}]").ShouldBe(new SortValue("b@x", null));
        Key("emails", "\"title\":\"x\"").ShouldBe(SortValue.None);
    }

    [Fact]
    public void LetterCase_CountsWhereItCountsInComparisons()
    {
        Key("title", "\"title\":\" Ｂoss\"").ShouldBe(new SortValue("boss", null));
        Key("externalId", "\"externalId\":\"Boss\"").ShouldBe(new SortValue("Boss", null));
    }

    [Fact]
    public void Instants_AreComparedByTime() => SortOrder.Parse("meta.created", null, ResourceTypes.User)!
        .KeyOf(new JsonObject { ["meta"] = new JsonObject { ["created"] = "2026-01-31T13:00:00+01:00" } })
        .ShouldBe(new SortValue(null, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).UtcTicks));

    [Fact]
    public void ValuesComeBeforeNone_AndTextsByCodePoint()
    {
        SortValue[] ordered = [new("", null), new("Z", null), new("a", null), new("ab", null), new("\uFFFD", null), new("\U0001F600", null), SortValue.None];
        ordered.Order().ShouldBe(ordered);
        new SortValue(null, 9).CompareTo(new SortValue(null, 10)).ShouldBeLessThan(0);
    }

    [Fact]
    public void TextsAreOrderedAsTheirBytesAre() => Gen.Select(FilterGen.Texts, FilterGen.Texts).Sample((one, other) =>
        Math.Sign(new SortValue(one, null).CompareTo(new SortValue(other, null)))
            == Math.Sign(System.Text.Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(other))));

    [Fact]
    public void AKey_IsTheSameAfterACursorCarriedIt()
    {
        foreach (var key in new SortValue[] { SortValue.None, new("", null), new("t-ext", null), new(null, -1.5m), new(null, 638_000_000_000_000_000) })
        {
            SortValue.Parse(key.ToString()).ShouldBe(key);
        }

        Should.Throw<FormatException>(() => SortValue.Parse("x"));
    }

    private static SortValue Key(string sortBy, string members) => SortOrder.Parse(sortBy, null, ResourceTypes.User)!.KeyOf(Sample.User(members));
}
