namespace OptiId.Scim.Tests;

/// <summary>Hostile bulk requests cost time in proportion to their length.</summary>
[Collection("Costly")]
public sealed class HostileBulkTests
{
    private const int References = 250_000;

    [Fact]
    public void ReferencesInACircle_AreLeftOutAndPutInInLinearTime()
    {
        var unknown = string.Join(',', Enumerable.Range(0, References).Select(index => $"\"k{index}\":\"bulkId:g\""));
        var request = BulkSample.Group("g", Enumerable.Repeat("g", References))
            .Replace("\"displayName\"", unknown + ",\"displayName\"", StringComparison.Ordinal);
        Soon.Ends(() =>
        {
            var turns = BulkSample.Do(BulkSample.Request(request));
            turns[0].Turn.Data!["members"]!.AsArray().ShouldBeEmpty();
            turns[1].Turn.Data!["members"]!.AsArray().Count.ShouldBe(References);
        });
    }

    [Fact]
    public void ReferencesInPaths_AreFoundAndPutInInLinearTime()
    {
        var filter = string.Concat(Enumerable.Repeat("\\\"bulkId:a\\\" \\\"\\\\u0041\\\\q\\\" ", References));
        var paths = string.Join(',', Enumerable.Repeat("{\"path\":\"x[y eq \\\"bulkId:a\\\\\\\"\"}", References));
        string[] operations = [BulkSample.User("a"), BulkSample.Patch("/Groups/1", $"{{\"path\":\"{filter}\"}},{paths}")];
        Soon.Ends(() => BulkSample.Do(BulkSample.Request(operations))[1].Turn.Refusal.ShouldBeNull());
    }
}
