using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using OptiId.ScimGateway.Storage;
using Shouldly;
using Xunit;
using Kind = OptiId.Gateway.V1.SetupWarning.Types.Kind;

namespace OptiId.ScimGateway.Tests;

/// <summary>How far a set-up is, and what in it will hurt.</summary>
public sealed class SetupRulesTests
{
    private readonly LogState state = new();

    [Fact]
    public void Milestones_AreReachedOneByOne()
    {
        See(Exchanges.Of("GET", "/Users?startIndex=1&count=2", status: 403, at: At(1)));
        state.CredentialsTestedMs.ShouldBe(0);
        See(Exchanges.Of("GET", "/Users?startIndex=1&count=2", at: At(2)));
        See(Exchanges.Of("POST", "/Users", """{"userName":"ann@example.com"}""", 201, at: At(3)).With(Exchanges.Ann, Exchanges.Provisioned));
        See(Exchanges.Of("POST", "/Groups", """{"displayName":"Editors"}""", 201, at: At(4)).With(Exchanges.Editors));
        state.FirstMembershipMs.ShouldBe(0);
        See(Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""", 204, at: At(5)).With(Exchanges.Editors, new() { Added = 1 }));
        See(Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""", 204, at: At(6)).With(Exchanges.Editors, new() { Added = 1 }));
        (state.FirstRequestMs, state.LastFailureMs, state.CredentialsTestedMs, state.FirstUserMs, state.FirstGroupMs, state.FirstMembershipMs, state.LastRequestMs)
            .ShouldBe((Ms(1), Ms(1), Ms(2), Ms(3), Ms(4), Ms(5), Ms(6)));
    }

    [Fact]
    public void AUserNameThatIsNoEmail_IsWarnedOf_UntilItIsOne()
    {
        See(Exchanges.Of("POST", "/Users", """{"userName":"ann"}""", 201).With(new User { Id = "u1", UserName = "ann" }, Exchanges.Provisioned));
        Warning(Kind.UserNameIsNoEmail).Targets.Single().Name.ShouldBe("ann");
        See(Exchanges.Of("PUT", "/Users/u1", """{"userName":"ann@example.com"}""").With(Exchanges.Ann, Exchanges.Updated(false, "userName")));
        Warnings().ShouldBeEmpty();
    }

    [Fact]
    public void MappedAttributes_AreWarnedOf_ButNotWhatIsSentAnyway()
    {
        See(Exchanges.Of("POST", "/Users", """{"userName":"ann@example.com","emails":[{"value":"a@b"}],"displayName":"Ann","password":"x","groups":[]}""", 201)
            .With(Exchanges.Ann, Exchanges.Provisioned));
        Warnings().ShouldBeEmpty();
        See(Exchanges.Of("PUT", "/Users/u1", """{"userName":"ann@example.com","title":"Boss","nickName":"A"}""").With(Exchanges.Ann));
        Warning(Kind.UnusedAttributes).Attributes.ShouldBe(["nickName", "title"]);
    }

    [Fact]
    public void ATakenGroupName_IsWarnedOf_UntilTheGroupIsLinked()
    {
        See(Exchanges.Of("POST", "/Groups", """{"displayName":"Editors"}""").Refused(Taken(Errors.V1.Reason.GroupNameTaken)));
        Warning(Kind.GroupNameTaken).Targets.Single().Name.ShouldBe("Editors");
        See(Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"replace","value":{"displayName":"Editors"}}]}""", 204).With(Exchanges.Editors));
        Warnings().ShouldBeEmpty();
    }

    [Fact]
    public void P13_AReservedGroup_IsWarnedOf_ForAWeek()
    {
        See(Exchanges.Of("POST", "/Groups", """{"displayName":"Everyone"}""").Refused(Taken(Errors.V1.Reason.GroupNameReserved)));
        Warning(Kind.ReservedGroupPushed).Advice.ShouldContain("Push Groups");
        SetupWarnings.Of(state, new Dictionary<string, PushedRecord>(), Exchanges.Now.AddDays(8)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(15, false)]
    public void AMemberPushedShortlyBeforeItsUser_IsTheSignOfOneGroupForBoth(int minutes, bool warns)
    {
        See(Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""", 204)
            .With(Exchanges.Editors, new() { Parked = 1, ParkedUserIds = { "u1" } }));
        See(Exchanges.Of("PATCH", "/Users/u1", """{"Operations":[{"op":"replace","value":{"active":true}}]}""", at: At(minutes)).With(Exchanges.Ann, Exchanges.Reinstated(true)));
        Warnings().Any(warning => warning.Kind == Kind.GroupAssignedAndPushed && warning.Targets.Single().Name == "Editors").ShouldBe(warns);
    }

    [Fact]
    public void AParkedMember_IsForgotten_WhenItCanNoLongerBeARace()
    {
        See(Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""", 204)
            .With(Exchanges.Editors, new() { Parked = 1, ParkedUserIds = { "u1" } }));
        See(Exchanges.Of("GET", "/Users", at: At(10)));
        state.Parked.Count.ShouldBe(1);
        See(Exchanges.Of("GET", "/Users", at: At(11)));
        state.Parked.ShouldBeEmpty();
    }

    [Fact]
    public void ATokenThatIsOver_IsWarnedOf_ForAnHourAfterItsLastUse_EachByItself()
    {
        See(Exchanges.Of("GET", "/Users", status: 401));
        See(Exchanges.Of("GET", "/Users", at: At(1)));
        SetupWarnings.Of(state, new Dictionary<string, PushedRecord>(), At(60)).Single().Kind.ShouldBe(Kind.TokenRefused);
        SetupWarnings.Of(state, new Dictionary<string, PushedRecord>(), At(61)).ShouldBeEmpty();

        var other = Exchanges.Of("GET", "/Users", status: 401, at: At(2));
        other.Caller = Exchanges.Caller with { TokenId = "token2" };
        See(other);
        See(Exchanges.Of("GET", "/Users", status: 401, at: At(3)));
        state.Warnings.Single().Items.Select(item => (item.TokenId, item.SeenMs)).ShouldBe([("token2", Ms(2)), ("token1", Ms(3))]);
    }

    [Fact]
    public void AGroupThatIsSilent_WhileOthersArePushed_MayBeLeftBehind()
    {
        var pushed = new Dictionary<string, PushedRecord> { ["g1"] = Pushed("Old", 20), ["g2"] = Pushed("Two", 1), ["g3"] = Pushed("Three", 0) };
        SetupWarnings.Of(state, pushed, Exchanges.Now).Single().Targets.Single().Name.ShouldBe("Old");
        pushed["g2"] = Pushed("Two", 20); // now most are silent: nothing was pushed at all
        SetupWarnings.Of(state, pushed, Exchanges.Now).ShouldBeEmpty();
    }

    [Fact]
    public void Warnings_NameABoundedNumber()
    {
        for (var index = 0; index < 100; index++)
        {
            See(Exchanges.Of("POST", "/Users", $$"""{"userName":"ann{{index}}"}""", 201).With(new User { Id = $"u{index}", UserName = $"ann{index}" }, Exchanges.Provisioned));
        }

        Warning(Kind.UserNameIsNoEmail).Targets.Count.ShouldBe(SetupRules.MaximumItems);
        Warning(Kind.UserNameIsNoEmail).Sentence.ShouldBe("The userName of ann99, ann98, ann97 and 17 more is no e-mail address.");
    }

    [Fact]
    public void EachKindOfWarning_HasWords()
    {
        foreach (var kind in Enum.GetValues<Kind>().Where(kind => kind != Kind.Unspecified))
        {
            var (sentence, okta, entra) = SetupWarnings.Words(kind, "Editors");
            sentence.ShouldNotBeEmpty();
            okta.ShouldStartWith("In Okta");
            entra.ShouldStartWith("In Entra");
        }
    }

    private static PushedRecord Pushed(string name, int daysAgo) => new() { Name = name, LastWriteMs = Exchanges.Now.AddDays(-daysAgo).ToUnixTimeMilliseconds() };

    private static ScimErrorException Taken(Errors.V1.Reason reason) => new(409, Scim.ScimType.Uniqueness, "No.") { Reason = reason };

    private static DateTimeOffset At(int minutes) => Exchanges.Now.AddMinutes(minutes);

    private static long Ms(int minutes) => At(minutes).ToUnixTimeMilliseconds();

    private void See(Exchange exchange) => SetupRules.Apply(state, exchange, exchange.Logged().Request);

    private IReadOnlyList<SetupWarning> Warnings() => [.. SetupWarnings.Of(state, new Dictionary<string, PushedRecord>(), Exchanges.Now.AddMinutes(30))];

    private SetupWarning Warning(Kind kind) => Warnings().Single(warning => warning.Kind == kind);
}
