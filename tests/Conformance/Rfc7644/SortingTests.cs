using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc7644;

/// <summary>RFC 7644 §3.4.2.3: sorting.</summary>
public sealed class SortingTests(RunningSystem running) : SectionTests(running)
{
    [Fact, Requirement("7644-3.4.2.3-01", "7644-3.4.2.3-02", "7643-5-13")]
    public async Task TheConfiguration_SaysThatListsAreSorted() =>
        ((bool)(await Scim.GetAsync("/ServiceProviderConfig")).Body["sort"]!["supported"]!).ShouldBeTrue();

    [Theory, Requirement("7644-3.4.2.3-03", "7644-3.4.2.3-04", "7644-3.4.2.3-05")]
    [InlineData("sortBy=userName", "bac")]
    [InlineData("sortBy=userName&sortOrder=ascending", "bac")]
    [InlineData("sortBy=USERNAME&sortOrder=descending", "cab")]
    [InlineData("sortBy=title", "cab")]
    [InlineData("sortBy=title&sortOrder=descending", "bac")]
    [InlineData("sortBy=externalId", "bca")]
    [InlineData("sortBy=meta.created&sortOrder=descending", "cba")]
    [InlineData("sortBy=id", "abc")]
    [InlineData("sortBy=name.familyName", "cba")]
    [InlineData("sortBy=emails", "acb")]
    [InlineData("sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "bca")]
    [InlineData("sortBy=userName&filter=title+pr", "bac")]
    [InlineData("sortBy=title&sortOrder=descending&count=2", "ba")]
    [InlineData("sortBy=title&sortOrder=descending&count=2&startIndex=2", "ac")]
    [InlineData("sortOrder=ascending", "abc")]
    public async Task AList_IsInTheOrderThatIsAskedFor(string query, string expected)
    {
        // In the order of creation: a, b, c. Letters count without their case but in externalId, where capitals come first.
        var letters = new Dictionary<string, char>
        {
            [await NewAsync("Beta@example.com", "beta", "b", "Young", "2@x.example", "Tours")] = 'a',
            [await NewAsync("alpha@example.com", "Gamma", "A", "Tall", "3@x.example", "Engines")] = 'b',
            [await NewAsync("Gamma@example.com", "alpha", "Z", "Short", "9@x.example\",\"primary\":false},{\"primary\":true,\"value\":\"2a@x.example", "Looms")] = 'c',
        };
        var page = await Scim.GetAsync($"/Users?{query}");
        page.Status.ShouldBe(200, page.Text);
        new string([.. page.Resources.Select(user => letters[(string)user["id"]!])]).ShouldBe(expected);
        ((int)page.Body["totalResults"]!).ShouldBe(3);
    }

    [Fact, Requirement("7644-3.4.2.3-03", "7644-3.4.2.3-05")]
    public async Task WithoutAValue_AResourceIsLast_OrFirstWhenDescending()
    {
        var without = await NewUserAsync();
        var with = await NewUserWithAsync("""
            "title":"Countess"
            """, "ben@example.com");
        (await Scim.GetAsync("/Users?sortBy=title")).Resources.Select(user => (string)user["id"]!).ShouldBe([with.Id, without.Id]);
        (await Scim.GetAsync("/Users?sortBy=title&sortOrder=descending")).Resources.Select(user => (string)user["id"]!).ShouldBe([without.Id, with.Id]);
    }

    [Fact, Requirement("7644-3.4.2.3-03", "7644-3.4.2.3-05")]
    public async Task Groups_AreSortedToo()
    {
        foreach (var name in new[] { "beta", "Alpha", "Gamma" })
        {
            await NewGroupAsync(name);
        }

        (await Scim.GetAsync("/Groups?sortBy=displayName&sortOrder=descending")).Resources.Select(group => (string)group["displayName"]!)
            .ShouldBe(["Gamma", "beta", "Alpha"]);
    }

    [Theory, Divergence("unsortable")]
    [InlineData("/Users?sortBy=groups")]
    [InlineData("/Users?sortBy=meta.location")]
    [InlineData("/Users?sortBy=password")]
    [InlineData("/Groups?sortBy=members")]
    public async Task WhatIsNotKeptInOneRecord_CanNotBeSortedBy(string target)
    {
        var refused = await Scim.GetAsync(target);
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"), refused.Text);
    }

    [Theory, Requirement("7644-3.12-05")]
    [InlineData("sortBy=colour")]
    [InlineData("sortBy=userName&sortOrder=sideways")]
    [InlineData("sortBy=name")]
    public async Task AnOrderThatIsNone_IsRefused(string query)
    {
        await NewUserAsync();
        var refused = await Scim.GetAsync($"/Users?{query}");
        (refused.Status, refused.ScimType).ShouldBe((400, "invalidValue"), refused.Text);
    }

    private async Task<string> NewAsync(string userName, string title, string externalId, string familyName, string email, string department) =>
        (await NewUserWithAsync($$$"""
            "title":"{{{title}}}","externalId":"{{{externalId}}}","name":{"familyName":"{{{familyName}}}"},"emails":[{"value":"{{{email}}}"}],
            "{{{EnterpriseUrn}}}":{"department":"{{{department}}}"}
            """, userName)).Id;
}
