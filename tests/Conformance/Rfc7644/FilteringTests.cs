using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.4.2.2: filters.</summary>
public sealed class FilteringTests(RunningSystem running) : SectionTests(running)
{
    // Two users, of whom each filter finds a, b, both or none.
    private const string Ada = """
        "externalId":"A1","title":"Countess","active":true,"locale":"en-GB","nickName":"a\"b\\c",
        "emails":[{"value":"ada@example.com","type":"work","primary":true},{"value":"ada@home.example","type":"home"}]
        """;

    private const string Ben = """
        "externalId":"b2","title":"tour guide","active":true,"emails":[{"value":"ben@example.com","type":"home"}],"x509Certificates":[{"value":"TWFy"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Tours","manager":{"value":"26118915"}}
        """;

    [Theory, Requirement("7644-3.4.2.2-01", "7644-3.4.2.2-03", "7644-3.4.2.2-04", "7644-3.4.2.2-06", "7644-1.2-02")]
    [InlineData("userName eq \"ada@example.com\"", "a")]
    [InlineData("USERNAME EQ \"ADA@EXAMPLE.COM\"", "a")]
    [InlineData("userName ne \"ada@example.com\"", "b")]
    [InlineData("title co \"OUR\"", "b")]
    [InlineData("userName sw \"ad\"", "a")]
    [InlineData("userName ew \"@example.com\"", "ab")]
    [InlineData("locale pr", "a")]
    [InlineData("title gt \"countess\"", "b")]
    [InlineData("title ge \"countess\"", "ab")]
    [InlineData("title lt \"tour guide\"", "a")]
    [InlineData("title le \"tour guide\"", "ab")]
    [InlineData("externalId eq \"B2\"", "")]
    [InlineData("active eq true", "ab")]
    [InlineData("active ne true", "")]
    [InlineData("nickName eq \"a\\\"b\\\\c\"", "a")]
    [InlineData("nickName eq null", "b")]
    [InlineData("nickName ne null", "a")]
    [InlineData("meta.created gt \"2011-05-13T04:42:34Z\"", "ab")]
    [InlineData("meta.lastModified lt \"2011-05-13T04:42:34+02:00\"", "")]
    [InlineData("meta.resourceType eq \"User\"", "ab")]
    [InlineData("name.familyName co \"LOVE\"", "ab")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"tours\"", "b")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"26118915\"", "b")]
    [InlineData("emails.type eq \"work\"", "a")]
    [InlineData("emails co \"home.example\"", "a")]
    [InlineData("x509Certificates pr", "b")]
    public async Task OnlyWhatMatches_IsFound(string filter, string expected) => await ShouldFindAsync(filter, expected);

    [Theory, Requirement("7644-3.4.2.2-07", "7644-3.4.2.2-08", "7644-3.4.2.2-13", "7644-3.4.2.2-18")]
    [InlineData("title pr and locale pr", "a")]
    [InlineData("locale pr or nickName pr or externalId eq \"b2\"", "ab")]
    [InlineData("not (locale pr)", "b")]
    [InlineData("NOT (locale pr) AND title pr", "b")]
    [InlineData("externalId eq \"A1\" or externalId eq \"b2\" and locale pr", "a")]
    [InlineData("(externalId eq \"A1\" or externalId eq \"b2\") and locale pr", "a")]
    [InlineData("externalId eq \"b2\" or locale pr and title pr", "ab")]
    [InlineData("(externalId eq \"b2\" or locale pr) and title eq \"tour guide\"", "b")]
    [InlineData("not (externalId eq \"b2\") and not (externalId eq \"A1\")", "")]
    public async Task Expressions_AreCombinedInTheOrderOfPrecedence(string filter, string expected) => await ShouldFindAsync(filter, expected);

    [Theory, Requirement("7644-3.4.2.2-14", "7644-3.4.2.2-15", "7644-3.4.2.2-16")]
    [InlineData("emails[type eq \"work\" and value co \"@example.com\"]", "a")]
    [InlineData("emails[type eq \"work\" and value co \"home.example\"]", "")]
    [InlineData("emails[type eq \"home\" and value co \"@\"]", "ab")]
    [InlineData("emails[(type eq \"work\" or type eq \"other\") and not (value sw \"ben\")]", "a")]
    [InlineData("emails[type eq \"work\"] or x509Certificates[value pr]", "ab")]
    [InlineData("emails[type eq \"work\"] and externalId eq \"b2\"", "")]
    [InlineData("name[familyName eq \"lovelace\" and givenName eq \"ada\"]", "ab")]
    public async Task WhatStandsInBrackets_HoldsForOneValue(string filter, string expected) => await ShouldFindAsync(filter, expected);

    [Theory, Requirement("7644-3.4.2.2-09", "7644-3.4.2.2-10", "7644-3.4.2.2-11", "7644-3.4.2.2-12")]
    [InlineData("active gt true")]
    [InlineData("active ge true")]
    [InlineData("active lt true")]
    [InlineData("active le true")]
    [InlineData("x509Certificates.value gt \"TWFy\"")]
    [InlineData("x509Certificates.value ge \"TWFy\"")]
    [InlineData("x509Certificates.value lt \"TWFy\"")]
    [InlineData("x509Certificates.value le \"TWFy\"")]
    [InlineData("emails[primary gt false]")]
    public async Task BooleansAndBinaries_HaveNoOrder(string filter) => await ShouldRefuseAsync(filter);

    [Theory, Requirement("7644-3.4.2.2-05", "7644-3.4.2.2-06", "7644-3.4.2.2-15", "7644-3.4.2.2-17", "7644-3.4.2.2-22")]
    [InlineData("")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("eq \"ada\"")]
    [InlineData("userName is \"ada\"")]
    [InlineData("userName like \"ada\"")]
    [InlineData("userName eq ada")]
    [InlineData("userName eq 'ada'")]
    [InlineData("userName pr \"ada\"")]
    [InlineData("userName eq \"ada\" and")]
    [InlineData("userName eq \"ada\" xor title pr")]
    [InlineData("(userName pr")]
    [InlineData("userName pr)")]
    [InlineData("not userName pr")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[]")]
    [InlineData("emails[colour eq \"red\"]")]
    [InlineData("emails[emails[type pr]]")]
    [InlineData("nothing eq \"ada\"")]
    [InlineData("meta.created gt \"yesterday\"")]
    [InlineData("active eq 1")]
    [InlineData("userName eq \"ada")]
    [InlineData("urn:example:2.0:Ship:berth eq 1")]
    public async Task WhatIsNoFilter_IsRefused_WithAReason(string filter) => await ShouldRefuseAsync(filter);

    [Theory, Divergence("unsearchable")]
    [InlineData("groups.value eq \"x\"")]
    [InlineData("groups pr")]
    [InlineData("meta.location co \"x\"")]
    [InlineData("password eq \"x\"")]
    [InlineData("password pr")]
    public async Task WhatIsNotKeptHere_CanNotBeFilteredBy(string filter) => await ShouldRefuseAsync(filter);

    [Theory, Divergence("parts-of-texts")]
    [InlineData("active co \"t\"")]
    [InlineData("meta.created sw \"2026\"")]
    [InlineData("x509Certificates.value ew \"y\"")]
    public async Task OnlyTextsHaveParts(string filter) => await ShouldRefuseAsync(filter);

    [Theory, Requirement("7644-3.4.2.2-19")]
    [InlineData("name eq \"Ada\"")]
    [InlineData("meta eq \"User\"")]
    [InlineData("addresses co \"Hollywood\"")]
    public async Task AComplexAttribute_NeedsItsPartNamed(string filter) => await ShouldRefuseAsync(filter);

    [Fact, Requirement("7644-3.4.2.2-24")]
    public async Task TheSchemas_CanBeAskedFor()
    {
        var (ada, ben) = await NewPairAsync();
        (await FindAsync($"schemas eq \"{EnterpriseUrn}\"")).ShouldBe([ben]);
        (await FindAsync($"schemas eq \"{ScimBodies.UserUrn}\" and not (schemas eq \"{EnterpriseUrn}\")")).ShouldBe([ada]);
        var group = await NewGroupAsync();
        (await FindAsync($"schemas eq \"{ScimBodies.GroupUrn}\"", "/Groups")).ShouldBe([group.Id]);
    }

    [Fact, Requirement("7644-3.4.2.2-02")]
    public async Task TheConfiguration_SaysThatThereAreFilters() =>
        ((bool)(await Scim.GetAsync("/ServiceProviderConfig")).Body["filter"]!["supported"]!).ShouldBeTrue();

    [Fact, Requirement("7644-3.4.2.2-04")]
    public async Task Groups_AreFoundByNameAndByMember()
    {
        var (ada, _) = await NewPairAsync();
        var editors = await NewGroupAsync("Editors", ada);
        var others = await NewGroupAsync("Others");
        (await FindAsync("displayName eq \"EDITORS\"", "/Groups")).ShouldBe([editors.Id]);
        (await FindAsync("displayName sw \"o\"", "/Groups")).ShouldBe([others.Id]);
        (await FindAsync($"members.value eq \"{ada}\"", "/Groups")).ShouldBe([editors.Id]);
        (await FindAsync($"members[value eq \"{ada}\"]", "/Groups")).ShouldBe([editors.Id]);
        (await FindAsync($"members.value eq \"{ada}\" and displayName co \"other\"", "/Groups")).ShouldBeEmpty();
    }

    [Fact, Divergence("lenient-words")]
    public async Task ABooleanInQuotes_IsUnderstood()
    {
        var (ada, ben) = await NewPairAsync();
        (await FindAsync("active eq \"True\"")).ShouldBe([ada, ben], ignoreOrder: true);
        (await FindAsync("emails[primary eq \"True\"]")).ShouldBe([ada]);
        var user = await NewUserWithAsync("""
            "active":"False"
            """, "cy@example.com");
        ((bool?)user.Body["active"]).ShouldBe(false);
        var (answer, patched) = await PatchUserAsync(ben, """{"op":"Replace","path":"title","value":"x"}""");
        (answer.Status, (string?)patched["title"]).ShouldBe((200, "x"));
    }

    [Fact, Requirement("7644-3.12-10", "7644-7.5.2-03"), Divergence("personal-data-in-filters")]
    public async Task AnAddressInAFilter_IsAnswered()
    {
        var (ada, _) = await NewPairAsync();
        (await FindAsync("userName eq \"ada@example.com\"")).ShouldBe([ada]);
        (await FindAsync("emails[type eq \"work\" and value eq \"ada@example.com\"]")).ShouldBe([ada]);
    }

    [Theory, Requirement("7644-5-01", "7644-7.8-01", "7643-4.1.1-03"), Divergence("one-comparison-form")]
    [InlineData("zoé@example.com")]
    [InlineData("ZOÉ@EXAMPLE.COM")]
    [InlineData("ｚｏé@example.com")]
    [InlineData(" zoé@example.com ")]
    public async Task NamesAreCompared_InOneForm(string other)
    {
        var user = await NewUserAsync("zoé@example.com");
        (await FindAsync($"userName eq \"{other}\"")).ShouldBe([user.Id]);
        if (other.Trim() == other)
        {
            (await Scim.PostAsync("/Users", ScimBodies.User(other))).Status.ShouldBe(409);
        }
    }

    private async Task<(string Ada, string Ben)> NewPairAsync() =>
        ((await NewUserWithAsync(Ada)).Id, (await NewUserWithAsync(Ben, "ben@example.com")).Id);

    private async Task ShouldFindAsync(string filter, string expected)
    {
        var (ada, ben) = await NewPairAsync();
        (await FindAsync(filter)).ShouldBe(expected.Select(who => who == 'a' ? ada : ben), ignoreOrder: true);
    }

    private async Task ShouldRefuseAsync(string filter)
    {
        await NewPairAsync();
        var refused = await FilterAsync(filter);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidFilter"), refused.Text);
        refused.Detail.Length.ShouldBeGreaterThan(10);
    }
}
