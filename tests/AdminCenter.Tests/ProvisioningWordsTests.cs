using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class ProvisioningWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.84, "0.8 ms")]
    [InlineData(12.3, "12 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(1_440, "1.4 s")]
    public void ADuration_IsSaidAsPreciselyAsItMatters(double milliseconds, string words) =>
        LogWords.Took(TimeSpan.FromMilliseconds(milliseconds).ToDuration()).ShouldBe(words);

    [Fact]
    public void ATimeOfToday_IsATimeOfDay_AnotherHasItsDay()
    {
        LogWords.Clock(Now.AddHours(-1).ToTimestamp(), Now).ShouldBe("11:00:00");
        LogWords.Clock(Now.AddHours(-13).ToTimestamp(), Now).ShouldBe("2026-11-25 23:00:00");
    }

    [Fact]
    public void Json_IsLaidOut_AndWhatIsntJsonStaysAsItIs()
    {
        LogWords.Pretty("{\"a\":\"<img>é\"}").ShouldBe("{\n  \"a\": \"<img>é\"\n}".ReplaceLineEndings());
        LogWords.Pretty("{\"a\":\"cut he").ShouldBe("{\"a\":\"cut he");
        LogWords.Pretty("text").ShouldBe("text");
    }

    [Fact]
    public void AnIdThatAnIdentityProviderMadeUp_StaysWithinTheAddress()
    {
        var target = new Target { Kind = ResourceKind.User, Id = "../../o/other?x=<b>" };

        LogWords.AddressOf(target, "o1").ShouldBe("/o/o1/users/..%2F..%2Fo%2Fother%3Fx%3D%3Cb%3E");
        LogWords.AddressOf(new Target { Kind = ResourceKind.User }, "o1").ShouldBeNull();
    }

    [Theory]
    [InlineData(3, "a, b, c")]
    [InlineData(2, "a, b and 1 more")]
    public void OfMany_TheFirstAreSaid_AndHowManyMore(int most, string words) => LogWords.FirstOf(["a", "b", "c"], most).ShouldBe(words);

    [Theory]
    [InlineData(0, false, "no JIT users")]
    [InlineData(1, false, "1 JIT user")]
    [InlineData(2_000, false, "2,000 JIT users")]
    [InlineData(1_000, true, "more than 1,000 JIT users")]
    public void ACount_SaysHowFarItWent(int number, bool isMore, string words) => new Counted(number, isMore).Say("JIT user").ShouldBe(words);

    [Theory]
    [InlineData(ProvisioningMode.Scim, "JIT ends at once")]
    [InlineData(ProvisioningMode.Jit, "SCIM requests are refused at once (403)")]
    public void ASwitchOfTheMode_SaysThatNothingIsDeleted_AndWhatEnds(ProvisioningMode to, string part)
    {
        var effects = ModeWords.Effects(to, new(3, false), new(40, false), new(2, false));

        effects[0].ShouldStartWith("Nothing is deleted");
        effects.ShouldContain(effect => effect.Contains(part));
        effects.ShouldContain(effect => effect.Contains(to == ProvisioningMode.Scim ? "3 JIT users" : "40 SCIM users and 2 SCIM groups"));
    }

    [Theory]
    [InlineData(TokenLife.NinetyDays, 90)]
    [InlineData(TokenLife.OneYear, 365)]
    [InlineData(TokenLife.TwoYears, 731)] // 2028 has a 29th of February
    public void ATokensLife_EndsWhenItSays(TokenLife life, int days) => TokenWords.ExpiryOf(life, Now)!.ToDateTimeOffset().ShouldBe(Now.AddDays(days));

    [Fact]
    public void ATokenUntilRevoked_NeverExpires() => TokenWords.ExpiryOf(TokenLife.UntilRevoked, Now).ShouldBeNull();

    [Fact]
    public void AToken_TellsOfItsEndAMonthAhead()
    {
        State(new Token { Expires = Now.AddDays(29).ToTimestamp() }).ShouldBe("Expires soon");
        State(new Token { Expires = Now.AddDays(31).ToTimestamp() }).ShouldBe("Active");
        State(new Token { Expires = Now.AddDays(-1).ToTimestamp() }).ShouldBe("Expired");
        State(new Token { Revoked = Now.ToTimestamp() }).ShouldBe("Revoked");
    }

    [Fact]
    public void Revoking_SaysWhatStops_ByTheKindOfToken()
    {
        TokenWords.RevokingStops(new Token { Kind = TokenKind.Scim }).ShouldContain("no deactivations");
        TokenWords.RevokingStops(new Token { Kind = TokenKind.Api }).ShouldContain("script");
        TokenWords.RevokingStops(new Token { Kind = TokenKind.Support }).ShouldContain("every organization");
    }

    private static string State(Token token) => TokenWords.State(TokenOverlap.Of([token], Now)[0], Now).Text;
}
