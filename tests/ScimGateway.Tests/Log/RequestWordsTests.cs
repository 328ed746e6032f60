using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The words of the provisioning log (P26), on requests as Okta sends them in both dialects, and Entra (tests/Recorded).</summary>
public sealed class RequestWordsTests
{
    private const string Create = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "userName":"ann@example.com","name":{"givenName":"Ann","familyName":"Lee"},"emails":[{"primary":true,"value":"ann@example.com","type":"work"}],
        "title":"Manager","displayName":"Ann Lee","locale":"en-US","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Engineering"},
        "externalId":"00u1","groups":[],"password":"1mz050nq","active":true}
        """;

    private const string PatchActive = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}""";
    private const string EntraActive = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}""";

    [Theory]
    [InlineData("GET", "/Users?startIndex=1&count=2", "Okta tested the credentials", Operation.Read)]
    [InlineData("GET", "/Users?startIndex=101&count=100", "Okta read users 101 to 200", Operation.Read)]
    [InlineData("GET", "/Users?filter=userName%20eq%20%22ann%40example.com%22&startIndex=1&count=100", "Okta looked for ann@example.com", Operation.Search)]
    [InlineData("GET", "/Users?filter=userName+eq+%22ann%40example.com%22", "Okta looked for ann@example.com", Operation.Search)]
    [InlineData("GET", "/Users?filter=title%20pr%20and%20active%20eq%20true", "Okta searched users by title pr and active eq true", Operation.Search)]
    [InlineData("GET", "/Groups?startIndex=1&count=100", "Okta read groups 1 to 100", Operation.Read)]
    [InlineData("GET", "/Groups?filter=displayName%20eq%20%22Editors%22", "Okta looked for Editors", Operation.Search)]
    [InlineData("GET", "/ServiceProviderConfig", "Okta read /ServiceProviderConfig", Operation.Other)]
    [InlineData("GET", "/nothing", "Okta asked for an address where there is nothing", Operation.Other)]
    public void WhatIsRead_IsSaid(string method, string target, string summary, Operation operation)
    {
        var entry = Exchanges.Of(method, target).Logged().Request;
        (entry.Summary, entry.Operation, entry.Client).ShouldBe((summary, operation, Client.Okta));
        entry.Address.ShouldBe(target);
    }

    [Fact]
    public void ACreate_NamesTheUser_AndWhatNothingUses()
    {
        var entry = Exchanges.Of("POST", "/Users", Create, 201).With(Exchanges.Ann, Exchanges.Provisioned).Logged().Request;
        (entry.Summary, entry.Operation).ShouldBe(("Okta created ann@example.com", Operation.Create));
        entry.Targets.ShouldBe([new Target { Kind = ResourceKind.User, Id = "u1", Name = "ann@example.com" }]);
        entry.UnusedAttributes.ShouldBe(["emails", "title", "displayName", "locale", "department", "password"]); // P6
    }

    [Fact]
    public void WhatWasDone_IsSaidAsDone_ThoughNobodyWaitedForTheAnswer()
    {
        Exchanges.Of("POST", "/Users", Create, 499).With(Exchanges.Ann, Exchanges.Provisioned).Logged().Request.Summary.ShouldBe("Okta created ann@example.com");
        Exchanges.Of("POST", "/Users", Create, 499).Logged().Request.Summary.ShouldBe("Okta tried to create ann@example.com");
        var group = Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""", 499)
            .With(Exchanges.Editors, new() { Added = 1 }).Logged(("u1", "ann@example.com")).Request;
        (group.Summary, group.Changes.Single()).ShouldBe(("Okta put ann@example.com into Editors", "1 member added"));
        group.Advice.ShouldContain("hung up");
    }

    [Theory]
    [InlineData("PATCH", PatchActive, Exchanges.Okta, "Okta deactivated ann@example.com")]
    [InlineData("PATCH", EntraActive, "Azure AD", "Entra ID deactivated ann@example.com")]
    [InlineData("PUT", """{"userName":"ann@example.com","active":false}""", Exchanges.Okta, "Okta deactivated ann@example.com")]
    public void P9_ADeactivation_IsSaid_InEachDialect(string method, string body, string agent, string summary)
    {
        var entry = Exchanges.Of(method, "/Users/u1", body, agent: agent).With(Exchanges.Ann, Exchanges.Deactivated).Logged().Request;
        (entry.Summary, entry.Operation).ShouldBe((summary, Operation.Deactivate));
    }

    [Theory]
    [InlineData(true, "the memberships of before count again")]
    [InlineData(false, "the memberships of before are gone")]
    public void P9_AReinstatement_SaysWhetherMembershipsCountAgain(bool kept, string says)
    {
        var entry = Exchanges.Of("PATCH", "/Users/u1", PatchActive.Replace("false", "true", StringComparison.Ordinal))
            .With(Exchanges.Ann, Exchanges.Reinstated(kept)).Logged().Request;
        (entry.Summary, entry.Operation, entry.HasMembershipsKept, entry.MembershipsKept).ShouldBe(("Okta reinstated ann@example.com", Operation.Reinstate, true, kept));
        entry.Changes.ShouldContain(change => change.Contains(says));
    }

    [Fact]
    public void P7_ATakeOver_IsSaid()
    {
        var entry = Exchanges.Of("POST", "/Users", Create, 201).With(Exchanges.Ann, Exchanges.Updated(takenOver: true, "name")).Logged().Request;
        entry.Summary.ShouldBe("Okta took over ann@example.com");
        entry.Changes[0].ShouldStartWith("Taken over");
    }

    [Fact]
    public void AnUpdate_SaysTheNewValues_OfWhatTheProductUses()
    {
        var entry = Exchanges.Of("PUT", "/Users/u1", """{"userName":"ann@example.com","name":{"givenName":"Ann","familyName":"Jones"},"title":"Boss"}""")
            .With(Exchanges.Ann, Exchanges.Updated(takenOver: false, "name", "title")).Logged();
        entry.Request.Summary.ShouldBe("Okta updated ann@example.com");
        entry.Changes().ShouldBe(["name.givenName set to Ann", "name.familyName set to Jones", "Changed: title"]);
    }

    [Fact]
    public void EntrasDottedKeys_AreUnderstood() =>
        Exchanges.Of("PATCH", "/Users/u1", """{"Operations":[{"op":"replace","value":{"name.familyName":"Jones"}}]}""", agent: "")
            .With(Exchanges.Ann, Exchanges.Updated(takenOver: false, "name")).Logged().Changes().ShouldBe(["name.familyName set to Jones"]);

    [Fact]
    public void WhatChangedNothing_SaysSo()
    {
        var entry = Exchanges.Of("PUT", "/Users/u1", """{"userName":"ann@example.com"}""").With(Exchanges.Ann).Logged();
        entry.Request.Summary.ShouldBe("Okta sent ann@example.com again");
        entry.Changes().ShouldBe(["Nothing changed."]);
    }

    [Fact]
    public void FewMembers_AreNamed_ByWhatTheRequestOrTheLogKnows()
    {
        const string body = """
            {"Operations":[{"op":"remove","path":"members[value eq \"u2\"]"},{"op":"add","path":"members","value":[{"value":"u1","display":"ann@example.com"}]}]}
            """;
        var entry = Exchanges.Of("PATCH", "/Groups/g1", body, 204).With(Exchanges.Editors, new() { Added = 1, Removed = 1 }).Logged(("u2", "ben@example.com"), ("g1", "Editors"));
        entry.Request.Summary.ShouldBe("Okta put ann@example.com into Editors and took ben@example.com out");
        entry.Request.Operation.ShouldBe(Operation.ChangeMembers);
        entry.Changes().ShouldBe(["1 member added, 1 removed"]);
        entry.Request.Targets.Select(target => target.Id).ShouldBe(["g1", "u1", "u2"]);
    }

    [Fact]
    public void ManyMembers_AreCounted()
    {
        var members = string.Join(',', Enumerable.Range(0, 50).Select(id => $$"""{"value":"u{{id}}","display":"user{{id}}@example.com"}"""));
        var entry = Exchanges.Of("PATCH", "/Groups/g1", $$"""{"Operations":[{"op":"add","path":"members","value":[{{members}}]}]}""", 204)
            .With(Exchanges.Editors, new() { Added = 50 }).Logged();
        entry.Request.Summary.ShouldBe("Okta put 50 members into Editors");
        entry.Request.Targets.Count.ShouldBe(RequestWords.MaximumTargets);
    }

    [Fact]
    public void AWholeMemberList_IsSaidAsOne_InBothDialects()
    {
        foreach (var (method, body) in new[]
        {
            ("PATCH", """{"Operations":[{"op":"replace","path":"members","value":[{"value":"u1"},{"value":"u2"}]}]}"""),
            ("PATCH", """{"Operations":[{"op":"replace","value":{"members":[{"value":"u1"},{"value":"u2"}]}}]}"""),
            ("PUT", """{"displayName":"Editors","members":[{"value":"u1"},{"value":"u2"}]}"""),
        })
        {
            Exchanges.Of(method, "/Groups/g1", body).With(Exchanges.Editors, new() { Added = 2 }).Logged().Request.Summary
                .ShouldBe("Okta sent the whole member list of Editors: 2 members");
        }
    }

    [Fact]
    public void P15_ParkedMembers_AreCountedAndNamed()
    {
        var entry = Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"x"}]}]}""", 204)
            .With(Exchanges.Editors, new() { Parked = 1, ParkedUserIds = { "x" } }).Logged().Request;
        entry.ParkedUserIds.ShouldBe(["x"]);
        entry.Changes.ShouldBe(["1 member parked: not here yet, they count as soon as they are."]);
    }

    [Fact]
    public void ARename_SaysBothNames()
    {
        var entry = Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"replace","value":{"id":"g1","displayName":"Editors"}}]}""", 204)
            .With(Exchanges.Editors).Logged(("g1", "Writers"));
        entry.Request.Summary.ShouldBe("Okta renamed the group Writers to Editors");
        entry.Changes().ShouldBe(["displayName: Writers → Editors"]);
    }

    [Fact]
    public void AFailure_IsWhatWasTried_WithTheErrorAndAdvice()
    {
        var entry = Exchanges.Of("POST", "/Groups", """{"displayName":"Everyone","members":[]}""")
            .Refused(new(409, Scim.ScimType.Uniqueness, "Everyone is a reserved name.") { Reason = Errors.V1.Reason.GroupNameReserved }).Logged().Request;
        (entry.Summary, entry.Status, entry.ScimType, entry.Detail).ShouldBe(("Okta tried to create the group Everyone", 409u, "uniqueness", "Everyone is a reserved name."));
        entry.Advice.ShouldContain("Push Groups");
    }

    [Fact]
    public void ABrokenBody_IsLoggedAsFarAsItGoes()
    {
        var entry = Exchanges.Of("POST", "/Users", """{"userName":"ann@example.com","title":"Ma""").Refused(ScimErrors.InvalidValue("Broken.")).Logged();
        entry.Request.Summary.ShouldBe("Okta tried to create ann@example.com");
        entry.Detail.RequestBody.ShouldBe("""{"userName":"ann@example.com"}""");
    }

    [Fact]
    public void ALongBody_IsCut_AndSaysSo()
    {
        var members = string.Join(',', Enumerable.Range(0, 4_000).Select(id => $$"""{"value":"user-{{id}}"}"""));
        var entry = Exchanges.Of("PUT", "/Groups/g1", $$"""{"displayName":"Editors","members":[{{members}}]}""").With(Exchanges.Editors, new() { Added = 4_000 }).Logged();
        entry.Detail.Cut.ShouldBeTrue();
        System.Text.Encoding.UTF8.GetByteCount(entry.Detail.RequestBody).ShouldBeInRange(Exchange.MaximumKept / 2, Exchange.MaximumKept);
        entry.Changes().ShouldBe(["4000 members added"]);
    }

    [Theory]
    [InlineData("Okta SCIM Client 1.0.0", "/Users", Client.Okta)]
    [InlineData("", "/Users?aadOptscim062020", Client.Entra)]
    [InlineData("Azure AD/Entra", "/Users", Client.Entra)]
    [InlineData("OneLogin SCIM", "/Users", Client.Other)]
    [InlineData("", "/Users", Client.Other)]
    public void TheClient_IsTold(string agent, string target, Client client) => Clients.Of(agent, target).ShouldBe(client);

    [Fact]
    public void ACreateAsDeactivated_SaysSo() => Exchanges.Of("POST", "/Users", Create, 201)
        .With(new User { Id = "u1", UserName = "ann@example.com", State = UserState.Deactivated }, Exchanges.Provisioned).Logged().Request.Summary
        .ShouldBe("Okta created ann@example.com as deactivated");
}
