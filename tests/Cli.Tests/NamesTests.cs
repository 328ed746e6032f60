using CsCheck;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class NamesTests
{
    private static readonly Group[] Groups =
    [
        new() { Id = "1", DisplayName = "Editors" },
        new() { Id = "2", DisplayName = "editors" },
        new() { Id = "3", DisplayName = "Admins" },
        new() { Id = "4", DisplayName = "Twins" },
        new() { Id = "5", DisplayName = "Twins" },
        new() { Id = "6", DisplayName = "1" },
    ];

    [Theory]
    [InlineData("3", "3")]
    [InlineData("Admins", "3")]
    [InlineData("ADMINS", "3")]
    [InlineData("Editors", "1")]
    [InlineData("editors", "2")]
    [InlineData("1", "1")]
    public void AnIdGoesBeforeAName_AndTheLetterCaseThatWasSaidBeforeAnother(string said, string id) => Pick(said).ShouldBe(id);

    [Theory]
    [InlineData("Twins", "by its id: 4, 5")]
    [InlineData("EDITORS", "by its id: 1, 2")]
    [InlineData("Nobody", "There is no group Nobody.")]
    public void WhatIsntOne_IsRefusedWithASentence(string said, string says) =>
        Should.Throw<CommandFailedException>(() => Pick(said)).Message.ShouldContain(says);

    [Fact]
    public void TheOnlyOrganization_IsMeantWhereNoneIsSaid()
    {
        var (one, two) = (new Organization { Id = "1", Name = "One" }, new Organization { Id = "2", Name = "Two" });
        Names.PickOnly([one]).ShouldBe(one);
        Should.Throw<CommandFailedException>(() => Names.PickOnly([])).Message.ShouldContain("optiid organizations create");
        Should.Throw<CommandFailedException>(() => Names.PickOnly([one, two])).Message.ShouldContain("--organization: One, Two.");
    }

    [Fact]
    public void ANameInAFilter_StaysInItsQuotes() => Gen.String[Gen.Char["ab\"\\ é€\n"], 0, 20].Sample(name =>
    {
        var filter = Names.FilterFor("userName", name);
        filter.ShouldStartWith("userName eq \"");
        System.Text.Json.JsonSerializer.Deserialize<string>(filter["userName eq ".Length..]).ShouldBe(name);
    });

    private static string Pick(string said) => Names.Pick(said, "group", Groups, group => group.Id, group => [group.DisplayName]).Id;
}
