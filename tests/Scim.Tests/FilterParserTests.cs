namespace OptiId.Scim.Tests;

public sealed class FilterParserTests
{
    [Theory]
    [InlineData("userName eq \"bjensen@example.com\"", "userName eq \"bjensen@example.com\"")]
    [InlineData("USERNAME Eq \"x\"", "userName eq \"x\"")]
    [InlineData("name.familyName co \"O'Malley\"", "name.familyName co \"O'Malley\"")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\"", "userName sw \"J\"")]
    [InlineData("title pr", "title pr")]
    [InlineData("name pr", "name pr")]
    [InlineData("meta.lastModified gt \"2011-05-13T04:42:34Z\"", "meta.lastModified gt \"2011-05-13T04:42:34Z\"")]
    [InlineData("title pr and userType eq \"Employee\"", "title pr and userType eq \"Employee\"")]
    [InlineData("title pr or userType eq \"Intern\"", "title pr or userType eq \"Intern\"")]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"")]
    [InlineData("userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")", "userType eq \"Employee\" and (emails.value co \"example.com\" or emails.value co \"example.org\")")]
    [InlineData("userType ne \"Employee\" and not (emails co \"example.com\")", "userType ne \"Employee\" and not (emails.value co \"example.com\")")]
    [InlineData("userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]", "userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]")]
    [InlineData("emails[type eq \"work\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]", "emails[type eq \"work\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]")]
    [InlineData("emails[type eq \"work\"].value eq \"x@y\"", "emails[type eq \"work\" and value eq \"x@y\"]")]
    [InlineData("emails[type eq \"work\" or type eq \"home\"].value pr", "emails[(type eq \"work\" or type eq \"home\") and value pr]")]
    [InlineData("email eq \"x@y\"", "emails.value eq \"x@y\"")]
    [InlineData("emails[primary eq \"True\"].value eq \"x\"", "emails[primary eq true and value eq \"x\"]")]
    [InlineData("active eq true", "active eq true")]
    [InlineData("active eq \"False\"", "active eq false")]
    [InlineData("title eq null", "title eq null")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"26\"", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"26\"")]
    [InlineData("title pr and title pr and title pr", "title pr and title pr and title pr")]
    [InlineData("title pr and (title pr and title pr)", "title pr and (title pr and title pr)")]
    [InlineData("title pr or title pr and nickName pr", "title pr or title pr and nickName pr")]
    [InlineData("(title pr or title pr) and nickName pr", "(title pr or title pr) and nickName pr")]
    [InlineData("((title pr))", "title pr")]
    [InlineData("NOT (title pr) AND nickName PR", "not (title pr) and nickName pr")]
    [InlineData("name[familyName eq \"x\" and not (givenName pr)]", "name[familyName eq \"x\" and not (givenName pr)]")]
    [InlineData("schemas[value eq \"urn:x\"]", "schemas[value eq \"urn:x\"]")]
    [InlineData("userName eq\"x\"", "userName eq \"x\"")]
    [InlineData("not(title pr)", "not (title pr)")]
    [InlineData("  title   pr  ", "title pr")]
    [InlineData("title eq \"a\\\"b\\\\c\\/d\\u0041\\n\"", "title eq \"a\\\"b\\\\c/dA\\u000A\"")]
    [InlineData("title eq \"\\ud83d\\ude00\"", "title eq \"😀\"")]
    [InlineData("title co \"(a+)+$\"", "title co \"(a+)+$\"")]
    [InlineData("title co \"and (x) or [y]\"", "title co \"and (x) or [y]\"")]
    public void EachFormOfTheGrammar_IsReadAndPrinted(string text, string canonical) =>
        FilterParser.Parse(text, ResourceTypes.User).ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq ")]
    [InlineData("userName eq bob")]
    [InlineData("userName xx \"a\"")]
    [InlineData("userName eq \"a")]
    [InlineData("userName eq \"a\\")]
    [InlineData("userName eq \"a\\x\"")]
    [InlineData("userName eq \"\\u12\"")]
    [InlineData("userName eq \"\\ud800\"")]
    [InlineData("userName eq \"\\u0000\"")]
    [InlineData("userName eq \"a\nb\"")]
    [InlineData("userName eq \"a\" and")]
    [InlineData("userName eq \"a\" or or title pr")]
    [InlineData("and userName eq \"a\"")]
    [InlineData("(userName eq \"a\"")]
    [InlineData("userName eq \"a\")")]
    [InlineData("()")]
    [InlineData("noSuch eq \"x\"")]
    [InlineData("name.noSuch eq \"x\"")]
    [InlineData("name..familyName eq \"x\"")]
    [InlineData("userName eq \"a\" userName eq \"b\"")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[]")]
    [InlineData("emails[type eq \"work\"].noSuch eq \"x\"")]
    [InlineData("emails[type eq \"work\"].value")]
    [InlineData("emails[noSuch eq \"work\"]")]
    [InlineData("emails[type[value pr]]")]
    [InlineData("emails.value[type pr]")]
    [InlineData("userName[value pr]")]
    [InlineData("password eq \"x\"")]
    [InlineData("password pr")]
    [InlineData("active gt true")]
    [InlineData("active co \"t\"")]
    [InlineData("active eq \"maybe\"")]
    [InlineData("active eq 1")]
    [InlineData("userName eq 1")]
    [InlineData("userName eq true")]
    [InlineData("userName gt null")]
    [InlineData("userName eq 1e999")]
    [InlineData("name eq \"x\"")]
    [InlineData("addresses eq \"x\"")]
    [InlineData("meta.created gt \"yesterday\"")]
    [InlineData("meta.created co \"2026\"")]
    [InlineData("x509Certificates.value gt \"a\"")]
    [InlineData("not title pr")]
    [InlineData("department eq \"x\"")]
    [InlineData("__proto__ pr")]
    [InlineData("userName eq'a'")]
    [InlineData("userName eqtrue")]
    [InlineData("userName\teq\t\"a\"")]
    [InlineData("schemas[type pr]")]
    [InlineData("schemas[value eq \"x\"].value pr")]
    [InlineData("name[familyName[value pr]]")]
    public void WhatIsNotUnderstood_IsRefused(string text) =>
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(text, ResourceTypes.User));

    [Fact]
    public void ManyComparisons_AreRefused()
    {
        FilterParser.Parse(Terms(ScimLimits.MaximumFilterComparisons), ResourceTypes.User).ShouldNotBeNull();
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse(Terms(ScimLimits.MaximumFilterComparisons + 1), ResourceTypes.User));

        static string Terms(int count) => string.Join(" or ", Enumerable.Repeat("userName eq \"a\"", count));
    }

    [Fact]
    public void ParenthesesBesideEachOther_AreNotDeep() =>
        FilterParser.Parse(string.Join(" and ", Enumerable.Repeat("(title pr or emails[value pr])", 24)), ResourceTypes.User).ShouldNotBeNull();

    [Fact]
    public void ALongFilter_IsRefused() => Sample.Refuses(
        ScimType.InvalidFilter,
        () => FilterParser.Parse($"userName eq \"{new string('x', ScimLimits.MaximumFilterLength)}\"", ResourceTypes.User));

    [Fact]
    public void ARefusal_DoesNotRepeatTheInput()
    {
        var secret = new string('s', 300);
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse($"{secret} eq \"x\"", ResourceTypes.User)).Message.ShouldNotContain(secret);
        Sample.Refuses(ScimType.InvalidFilter, () => FilterParser.Parse("password eq \"hunter2\"", ResourceTypes.User)).Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void PrintingAFilter_GivesTextThatParsesToTheSame() => FilterGen.Filters.Sample(filter =>
        FilterParser.Parse(filter.ToString(), ResourceTypes.User) == filter, print: filter => filter.ToString());

    [Fact]
    public void RandomText_RaisesRefusalsOnly() => Gen.String[0, 80].Sample(IsReadOrRefused);

    [Fact]
    public void RandomWords_RaiseRefusalsOnly() => Sample
        .OneOf("userName", "emails", "type", "value", " ", " ", " ", "(", ")", "[", "]", "\"", "\"a\"", "eq", "pr", "and", "or", "not", ".", ":", "\\", "null", "true", "1e9", "-", "\uD800")
        .Array[0, 20].Select(string.Concat).Sample(IsReadOrRefused);

    private static void IsReadOrRefused(string text)
    {
        try
        {
            FilterParser.Parse(text, ResourceTypes.User);
        }
        catch (ScimRefusedException refusal)
        {
            refusal.Type.ShouldBe(ScimType.InvalidFilter);
        }

        try
        {
            PathParser.Parse(text, ResourceTypes.User);
        }
        catch (ScimRefusedException refusal)
        {
            refusal.Type.ShouldBeOneOf(ScimType.InvalidFilter, ScimType.InvalidPath);
        }
    }
}
