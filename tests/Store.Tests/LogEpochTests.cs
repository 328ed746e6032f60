using Shouldly;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>What a log remembers of its epochs.</summary>
public sealed class LogEpochTests
{
    private static readonly string A = new('a', 32), B = new('b', 32), C = new('c', 32);

    [Theory]
    [InlineData(null, "")]
    [InlineData("x", "x")]
    [InlineData("x@life", "x")]
    [InlineData("x@", "x")]
    public void AnEpochsName_IsWhatStandsBeforeItsLife(string? stored, string name) => LogEpoch.Parse(stored).Name.ShouldBe(name);

    [Fact]
    public void WhoeverHasReadOnlyWhatIsShared_GoesOn_AndWhoeverHasReadFurther_DoesNot()
    {
        var epoch = LogEpoch.Parse($"{C}@life;{B}:120;{A}:95");
        (epoch.Holds(C, 1_000), epoch.Holds(B, 120), epoch.Holds(B, 121)).ShouldBe((true, true, false));
        (epoch.Holds(A, 95), epoch.Holds(A, 96), epoch.Holds("another", 1)).ShouldBe((true, false, false));
    }

    [Fact]
    public void WhatALaterFailoverLost_IsNotSharedWithAnEarlierEpochEither() =>
        LogEpoch.Parse($"{C}@life;{B}:50;{A}:95").Holds(A, 60).ShouldBeFalse();

    [Fact]
    public void WhatWasCutOff_IsNotKnown()
    {
        var whole = $"{C}@life;{B}:120;{A}:95";
        for (var length = 0; length < whole.Length; length++)
        {
            LogEpoch.Parse(whole[..length]).Holds(A, 95).ShouldBeFalse(whole[..length]);
        }
    }
}
