using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Once in a span of time, for each key.</summary>
public sealed class OncePerTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task OfMany_AtTheSameTime_OneMay_AndAfterTheSpanAnother()
    {
        var once = new OncePer(TimeSpan.FromMinutes(1), time);
        (await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => once.TryTake("token1"))))).Count(may => may).ShouldBe(1);
        once.TryTake("token2").ShouldBeTrue();
        time.Advance(TimeSpan.FromMinutes(1));
        once.TryTake("token1").ShouldBeTrue();
        once.TryTake("token1").ShouldBeFalse();
    }

    [Fact]
    public void MoreKeysThanItKeeps_MayNot_UntilTimeHasPassed()
    {
        var once = new OncePer(TimeSpan.FromMinutes(1), time);
        Enumerable.Range(0, 10_001).Count(number => once.TryTake($"{number}")).ShouldBe(10_000);
        time.Advance(TimeSpan.FromMinutes(1));
        once.TryTake("another").ShouldBeTrue();
    }
}
