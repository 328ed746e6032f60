using System.Text;
using OptiId.Fuzz;

namespace OptiId.Scim.Tests;

/// <summary>A bounded part of what <c>scripts/fuzz</c> does for longer.</summary>
[Collection("Costly")]
public sealed class FuzzTests
{
    private const int Inputs = 20_000;
    private const int Seed = 20_261_126;

    [Fact]
    public void MutatedRequests_AreAnsweredOrRefused()
    {
        var (inputs, accepted, failure) = Fuzzer.Run(Seed, count => count < Inputs);
        (failure?.ToString()).ShouldBeNull();
        inputs.ShouldBe(Inputs);
        accepted.ShouldBeInRange(Inputs / 50, Inputs * 3 / 4); // neither all nonsense nor all harmless
    }

    [Fact]
    public void TheSameSeed_GivesTheSameInputs()
    {
        var first = Fuzzer.Run(7, count => count < 600);
        Fuzzer.Run(7, count => count < 600).ShouldBe(first);
    }

    [Theory]
    [InlineData("filter", "title pr")]
    [InlineData("json", "{")]
    public void OneInput_CanBeRepeated(string entrance, string input) => Fuzzer.Repeat(entrance, Encoding.UTF8.GetBytes(input)).ShouldBeNull();

    [Fact]
    public void AFailure_IsMadeSmallAndSaysHowToSeeItAgain()
    {
        var smallest = Reducer.Reduce(Encoding.UTF8.GetBytes("userName eq \"abc\" and bug pr or title pr"), input => Encoding.UTF8.GetString(input).Contains("bug", StringComparison.Ordinal));
        Encoding.UTF8.GetString(smallest).ShouldBe("bug");
        new FuzzFailure("filter", smallest, "It is wrong.", 3).ToString().ShouldContain("scripts/fuzz --entrance filter --input YnVn");
    }
}
