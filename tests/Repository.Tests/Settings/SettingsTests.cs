using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests.Settings;

/// <summary>The settings in docs/operations.md are those of the code.</summary>
public sealed class SettingsTests
{
    private const string Page = "docs/operations.md";
    private const string Begin = "<!-- settings: made by tests/Repository.Tests, see CONTRIBUTING.md -->\n";
    private const string End = "<!-- end of the settings -->\n";
    private const string WriteVariable = "OPTIID_WRITE_SETTINGS";

    [Fact]
    public void TheTables_AreMadeFromTheCode()
    {
        var made = SettingsTable.Make();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            var file = Path.Combine(RepositoryFiles.Root, Page);
            var (before, _, after) = Split(File.ReadAllText(file));
            File.WriteAllText(file, before + Begin + made + End + after);
            return;
        }

        Split(RepositoryFiles.All.Single(file => file.Path == Page).Text).Settings.ShouldBe(made, $"Make it again with {WriteVariable}=1.");
    }

    [Fact]
    public void EverySetting_SaysWhatItMeans()
    {
        var rows = SettingsTable.Make().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        rows.Length.ShouldBeGreaterThan(50);
        rows.ShouldAllBe(row => !row.EndsWith("|  |", StringComparison.Ordinal));
    }

    [Fact]
    public void SettingsThatAreReadByName_AreListed() => RawSettings.FindDifferences(RepositoryFiles.All).ShouldBeEmpty();

    [Theory]
    [InlineData("var x = configuration[\"Events:Other\"];")]
    [InlineData("var x = builder.Configuration.GetValue(\"Events:Other\", 3);")]
    public void OneThatIsNotListed_IsFound(string code) =>
        RawSettings.FindDifferences([.. RepositoryFiles.All, new("libs/events/Other.cs", code)]).ShouldHaveSingleItem().ShouldContain("Events__Other");

    [Fact]
    public void OneThatNobodyReads_IsFound() => RawSettings.FindDifferences([]).Count().ShouldBeGreaterThan(5);

    private static (string Before, string Settings, string After) Split(string page)
    {
        page.ShouldContain(Begin);
        page.ShouldContain(End);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return (page[..begin], page[(begin + Begin.Length)..end], page[(end + End.Length)..]);
    }
}
