using CsCheck;
using Google.Protobuf.WellKnownTypes;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class TokenOverlapTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ATokenThatNothingReplaces_IsNeverOfferedForRetirement()
    {
        var standing = Of(NewToken("old", usedMinutesAgo: 1), NewToken("other", usedMinutesAgo: 0))[0];

        standing.Retirement.ShouldBe(Retirement.NotReplaced);
        standing.ReplacedBy.ShouldBeNull();
    }

    [Fact]
    public void AnOldToken_StaysUntilTheNewOneHasBeenUsed()
    {
        var standing = Of(NewToken("old", usedMinutesAgo: 60), NewToken("new", replaces: "old"))[0];

        standing.Retirement.ShouldBe(Retirement.WaitsForTheNewOne);
        standing.ReplacedBy!.Id.ShouldBe("new");
    }

    [Fact]
    public void AnOldTokenThatIsUsedAfterTheNewOne_Stays() =>
        Of(NewToken("old", usedMinutesAgo: 1), NewToken("new", replaces: "old", usedMinutesAgo: 5))[0].Retirement.ShouldBe(Retirement.IsStillUsed);

    [Fact]
    public void WithinOneMinute_ItIsntKnownWhichCameLast_SoTheOldOneStays() =>
        Of(NewToken("old", usedMinutesAgo: 5), NewToken("new", replaces: "old", usedMinutesAgo: 5))[0].Retirement.ShouldBe(Retirement.IsStillUsed);

    [Fact]
    public void AnOldTokenThatIsntUsedAnyMore_CanBeRetired() =>
        Of(NewToken("old", usedMinutesAgo: 6), NewToken("new", replaces: "old", usedMinutesAgo: 5))[0].Retirement.ShouldBe(Retirement.Ready);

    [Fact]
    public void AnOldTokenThatWasNeverUsed_CanBeRetiredOnceTheNewOneIs() =>
        Of(NewToken("old"), NewToken("new", replaces: "old", usedMinutesAgo: 0))[0].Retirement.ShouldBe(Retirement.Ready);

    [Fact]
    public void AReplacementThatWasRevoked_ReplacesNothing() =>
        Of(NewToken("old", usedMinutesAgo: 9), NewToken("new", replaces: "old", usedMinutesAgo: 5, isRevoked: true))[0].Retirement.ShouldBe(Retirement.NotReplaced);

    [Fact]
    public void AReplacementOfARevokedReplacement_TakesItsPlace()
    {
        var standings = Of(
            NewToken("old", usedMinutesAgo: 9),
            NewToken("lost", replaces: "old", isRevoked: true),
            NewToken("new", replaces: "lost", usedMinutesAgo: 2));

        standings[0].ReplacedBy!.Id.ShouldBe("new");
        standings[0].Retirement.ShouldBe(Retirement.Ready);
        standings[1].IsLive.ShouldBeFalse();
    }

    [Fact]
    public void OfTwoReplacements_TheOneThatIsUsedCounts()
    {
        var standing = Of(
            NewToken("old", usedMinutesAgo: 9),
            NewToken("used", replaces: "old", usedMinutesAgo: 2),
            NewToken("lost", replaces: "old", createdMinutesAgo: 1))[0];

        standing.ReplacedBy!.Id.ShouldBe("used");
        standing.Retirement.ShouldBe(Retirement.Ready);
    }

    [Fact]
    public void AnExpiredToken_IsNotLive_AndReplacesNothing()
    {
        var expired = NewToken("new", replaces: "old", usedMinutesAgo: 3);
        expired.Expires = Now.AddMinutes(-1).ToTimestamp();

        var standings = Of(NewToken("old", usedMinutesAgo: 9), expired);

        standings[0].Retirement.ShouldBe(Retirement.NotReplaced);
        standings[1].IsLive.ShouldBeFalse();
    }

    // Whatever the tokens are: what is offered for retirement isn't the last that works, and was used before its successor.
    [Fact]
    public void Retiring_LeavesALiveTokenThatWasUsedLater()
    {
        var tokens = Gen.Select(Gen.Int[-1, 9], Gen.Int[-1, 20], Gen.Bool, Gen.Bool).Array[0, 10]
            .Select(rows => rows.Select((row, index) =>
            {
                var token = NewToken($"t{index}", row.Item1 >= 0 && row.Item1 < index ? $"t{row.Item1}" : "", row.Item2 < 0 ? null : row.Item2, row.Item3 && row.Item4);
                return token;
            }).ToArray());

        tokens.Sample(all =>
        {
            foreach (var standing in TokenOverlap.Of(all, Now).Where(standing => standing.Retirement == Retirement.Ready))
            {
                standing.ReplacedBy!.Revoked.ShouldBeNull();
                standing.ReplacedBy.Id.ShouldNotBe(standing.Token.Id);
                standing.ReplacedBy.LastUsed.ShouldNotBeNull();
                (standing.Token.LastUsed is null || standing.Token.LastUsed.ToDateTimeOffset() < standing.ReplacedBy.LastUsed.ToDateTimeOffset()).ShouldBeTrue();
            }
        });
    }

    [Theory]
    [InlineData(null, 5, "was never used: it can be retired")]
    [InlineData(9, 5, "it can be retired")]
    [InlineData(1, 5, "Requests still come with this one")]
    [InlineData(9, null, "until then this one has to stay")]
    public void WhatHasToHappenNext_IsSaid(int? oldUsed, int? newUsed, string part)
    {
        var standing = Of(NewToken("old", usedMinutesAgo: oldUsed), NewToken("new", replaces: "old", usedMinutesAgo: newUsed))[0];

        var sentence = TokenWords.Next(standing, at => $"{(Now - at.ToDateTimeOffset()).TotalMinutes} minutes ago");

        sentence.ShouldStartWith("Being replaced by the new one, …new");
        sentence.ShouldContain(part);
    }

    private static IReadOnlyList<TokenStanding> Of(params Token[] tokens) => TokenOverlap.Of(tokens, Now);

    private static Token NewToken(string id, string replaces = "", int? usedMinutesAgo = null, bool isRevoked = false, int createdMinutesAgo = 60) => new()
    {
        Id = id,
        Hint = id,
        Replaces = replaces,
        Created = Now.AddMinutes(-createdMinutesAgo).ToTimestamp(),
        LastUsed = usedMinutesAgo is { } minutes ? Now.AddMinutes(-minutes).ToTimestamp() : null,
        Revoked = isRevoked ? Now.AddMinutes(-1).ToTimestamp() : null,
    };
}
