using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What names erased people, and what an entry says without them (P10).</summary>
public sealed class ErasedTests
{
    [Theory]
    [InlineData("Okta updated ann@x.io", true)]
    [InlineData("(ANN@X.IO).", true)]
    [InlineData("{\"note\":\"first\\nann@x.io\"}", true)]
    [InlineData("Okta updated joann@x.io", false)]
    [InlineData("Okta updated jo.ann@x.io", false)]
    [InlineData("Okta updated ann@x.io.example", false)]
    [InlineData("Okta updated ann@x.ios", false)]
    [InlineData("the externalId 1001", true)]
    [InlineData("/Users/01910010-7b1c-7d10-8100-100110011001", false)]
    [InlineData("Ann \\\"Bo\\\" Smith", true)]
    public void AnIdentifier_NamesThePerson_AsAWordOfItsOwnOnly(string text, bool isNamed) =>
        new ErasedPeople(["u1"], ["ann@x.io", "1001", "Ann \"Bo\" Smith"]).AreNamedIn(text).ShouldBe(isNamed);

    [Fact]
    public void ParkedMembers_ThatAreNamesOfThePerson_AreTakenOut()
    {
        var people = new ErasedPeople(["u1"], ["ann@x.io"]);
        var request = new LoggedRequest { ParkedUserIds = { "u1", "ann@x.io", "u2" } };
        Erased.Mentions(request, new DetailRecord(), people).ShouldBeTrue();
        Erased.Scrub(request, people).ParkedUserIds.ShouldBe(["u1", "u2"]);
    }

    [Fact]
    public void OfAList_OnlyThePersonsOwnElement_TellsNames()
    {
        var found = new Dictionary<string, HashSet<string>> { ["u1"] = [] };
        Identifiers.Collect("""
            {"Resources":[{"id":"u1","userName":"ann@x.io","externalId":"ext1","displayName":"Ann Smith","name":{"formatted":"Ms Ann Smith"},"emails":[{"value":"a@x.io"}]},
            {"id":"u2","userName":"ben@x.io"},{"id":"g1","displayName":"All Editors","externalId":"1001"}]}
            """, owner: null, found);
        found["u1"].ShouldBe(["ann@x.io", "ext1", "Ann Smith", "Ms Ann Smith", "a@x.io"], ignoreOrder: true);
    }

    [Fact]
    public void ADisplayNameOfOneWord_IsNoIdentifier()
    {
        var found = new Dictionary<string, HashSet<string>> { ["u1"] = [] };
        Identifiers.Collect("""{"id":"u1","displayName":"Ann"}""", owner: null, found);
        found["u1"].ShouldBeEmpty();
    }
}
