using System.Text.Json;
using Shouldly;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>The rules find an image that breaks them.</summary>
public sealed class ImageRuleTests
{
    private const string Kept = """{"Size":70000000,"Config":{"User":"1654","Labels":{"org.opencontainers.image.revision":"abc"}}}""";

    [Fact]
    public void AGoodImage_IsFine() => Problems(Kept).ShouldBeEmpty();

    [Theory]
    [InlineData("\"1654\"", "\"\"")]
    [InlineData("\"1654\"", "\"0\"")]
    [InlineData("\"1654\"", "\"root\"")]
    [InlineData("\"1654\"", "\"$APP_UID\"")]
    [InlineData("70000000", "130000000")]
    [InlineData("\"abc\"", "\"abd\"")]
    [InlineData("""{"org.opencontainers.image.revision":"abc"}""", "null")]
    public void ABadImage_IsFound(string kept, string broken) => Problems(Kept.Replace(kept, broken, StringComparison.Ordinal)).ShouldHaveSingleItem();

    private static IEnumerable<string> Problems(string image)
    {
        using var document = JsonDocument.Parse(image);
        return [.. ImageRules.FindProblems(document.RootElement, "abc")];
    }
}
