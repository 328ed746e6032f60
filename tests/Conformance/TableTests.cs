using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests;

/// <summary>The table itself: complete, true, and the same in docs/scim-conformance.md.</summary>
public sealed class TableTests
{
    /// <summary>Set to <c>true</c>, the page is written instead of held to.</summary>
    private const string WriteVariable = "OPTIID_WRITE_CONFORMANCE";

    private static readonly Requirement Sound = new("7644-1-01", "MUST", Bound.ServiceProvider, EntryKind.None, "", "It MUST hold.");
    private static readonly Claim Showing = new("Rfc7644", "SomeTests", "ItHolds", ["7644-1-01"], ["known"], IsTest: true);

    [Fact]
    public void EverySentence_HasATestOrAnEntry_AndEveryClaimIsTrue() =>
        TableRules.FindProblems(RequirementTable.Read(), Claim.ReadAll(), DivergencePage.ReadKeys()).ShouldBeEmpty();

    [Fact]
    public void ThePage_IsMadeFromTheTable()
    {
        var page = ConformancePage.Make(RequirementTable.Read(), Claim.ReadAll());
        if (Environment.GetEnvironmentVariable(WriteVariable) == "true")
        {
            RepositoryFile.Write(ConformancePage.Path, page);
        }

        (RepositoryFile.Read(ConformancePage.Path) == page).ShouldBeTrue($"{ConformancePage.Path} is stale; CONTRIBUTING.md says how to make it again");
    }

    [Fact]
    public void AnAbsentSentence_DoesNotGoUnseen() =>
        RequirementTable.Read().CountBy(requirement => requirement.Rfc).ShouldBe([new("7643", 196), new("7644", 259), new("9865", 29)]);

    [Fact]
    public void ASoundTable_HasNoProblem() => Problems([Sound], [Showing]).ShouldBeEmpty();

    [Theory]
    [InlineData(EntryKind.None, "", "neither a test nor an entry")]
    [InlineData(EntryKind.Note, "so it is", "neither a test nor an entry")]
    [InlineData(EntryKind.NotTaken, "not wanted", "is no permission")]
    [InlineData(EntryKind.Divergence, "unknown", "has no row unknown")]
    public void AWrongEntry_IsFound(EntryKind kind, string entry, string problem) =>
        Problems([Sound with { Kind = kind, Entry = entry }], [Showing with { Requirements = [] }]).ShouldHaveSingleItem().ShouldContain(problem);

    [Theory]
    [InlineData(EntryKind.NotOurs)]
    [InlineData(EntryKind.NotTaken)]
    public void ATestOfWhatIsSaidNotToBeHere_IsFound(EntryKind kind) =>
        Problems([Sound with { Kind = kind, Entry = "reason", Level = "MAY", Sentence = "It MAY hold." }], [Showing])
            .ShouldHaveSingleItem().ShouldContain("a test shows");

    [Fact]
    public void AWrongRow_IsFound()
    {
        Problems([Sound with { Level = "MAY" }], [Showing]).ShouldHaveSingleItem().ShouldContain("strongest key word");
        Problems([Sound with { Id = "7644-1-02" }], [Showing with { Requirements = ["7644-1-02"] }]).ShouldHaveSingleItem().ShouldContain("are numbered");
        Problems([Sound, Sound], [Showing]).ShouldContain(problem => problem.Contains("twice"));
    }

    [Fact]
    public void AWrongClaim_IsFound()
    {
        Problems([Sound], [Showing with { Requirements = ["7644-1-01", "7644-9-01"] }]).ShouldHaveSingleItem().ShouldContain("no sentence 7644-9-01");
        Problems([Sound], [Showing with { Divergences = ["known", "unknown"] }]).ShouldHaveSingleItem().ShouldContain("no row unknown");
        Problems([Sound], [Showing with { IsTest = false }]).ShouldHaveSingleItem().ShouldContain("no test that runs");
    }

    [Fact]
    public void AWrongRowOfTheDivergences_IsFound()
    {
        TableRules.FindProblems([Sound], [Showing], ["known", "alone"]).ShouldHaveSingleItem().ShouldContain("no test holds alone");
        TableRules.FindProblems([Sound], [Showing], ["known", "known"]).ShouldHaveSingleItem().ShouldContain("twice");
        DivergencePage.ParseKeys("| section | the RFC |\n| --- | --- |\n| <a id=\"a-b\"></a>§1 | x |\n| §2 | y |\n").ShouldBe(["a-b", ""]);
        TableRules.FindProblems([Sound], [Showing], ["known", ""]).ShouldHaveSingleItem().ShouldContain("no anchor");
    }

    [Theory]
    [InlineData("7644-1-01\tMUST\tservice-provider\tIt MUST hold.")]
    [InlineData("7644-1\tMUST\tservice-provider\t\tIt MUST hold.")]
    [InlineData("7644-1-01\tMUST\tnobody\t\tIt MUST hold.")]
    [InlineData("7644-1-01\tMUST\tclient\tnot-ours\tIt MUST hold.")]
    [InlineData("7644-1-01\tMUST\tclient\twhatever: reason\tIt MUST hold.")]
    public void ALineThatIsNotAsTheHeadSays_IsRefused(string line) =>
        Should.Throw<InvalidDataException>(() => RequirementTable.Parse(line).ToList());

    private static IReadOnlyList<string> Problems(IReadOnlyList<Requirement> requirements, IReadOnlyList<Claim> claims) =>
        TableRules.FindProblems(requirements, claims, ["known"]);
}
