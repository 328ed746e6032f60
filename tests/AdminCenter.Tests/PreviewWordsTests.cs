using OptiId.Access.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class PreviewWordsTests
{
    private static readonly Dictionary<string, string> Names = Enumerable.Range(1, 9).ToDictionary(number => $"u{number}", number => $"Person {number}");

    [Theory]
    [InlineData(0, true, "Nobody gains the role Editor in Website")]
    [InlineData(0, false, "Nobody loses the role Editor in Website")]
    [InlineData(1, true, "1 person gains the role Editor in Website")]
    [InlineData(1, false, "1 person loses the role Editor in Website")]
    [InlineData(50_000, true, "50,000 people gain the role Editor in Website")]
    [InlineData(2, false, "2 people lose the role Editor in Website")]
    public void AnEffect_SaysHowManyGainOrLoseWhatWhere(ulong users, bool gained, string sentence) =>
        PreviewWords.Say(new() { Users = users, Gained = gained, Role = "Editor" }, "Website").ShouldBe(sentence);

    [Fact]
    public void SomePeopleAreNamed_TheOthersCounted()
    {
        PreviewWords.Examples(Effect(2, "u1", "u2"), Names).ShouldBe("Person 1, Person 2");
        PreviewWords.Examples(Effect(1_000, "u1", "u2", "u3", "u4", "u5", "u6"), Names).ShouldBe("Person 1, Person 2, Person 3, Person 4, Person 5 and 995 more");
        PreviewWords.Examples(Effect(2, "u1", "unknown"), Names).ShouldBe("Person 1 and 1 more");
        PreviewWords.Examples(Effect(0), Names).ShouldBeEmpty();
    }

    [Fact]
    public void WhereNobodyGainsOrLoses_ItIsSaidWhy()
    {
        PreviewWords.WhyNobody(new() { Users = 3 }, members: 3).ShouldBeEmpty();
        PreviewWords.WhyNobody(new() { Gained = true }, members: 0).ShouldStartWith("The group has no active members");
        PreviewWords.WhyNobody(new() { Gained = true }, members: 3).ShouldBe("All its members have it already through other groups.");
        PreviewWords.WhyNobody(new() { Gained = false }, members: 3).ShouldBe("All its members keep it through other groups.");
    }

    private static RoleEffect Effect(ulong users, params string[] examples) => new() { Users = users, Examples = { examples } };
}
