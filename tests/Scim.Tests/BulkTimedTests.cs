namespace OptiId.Scim.Tests;

/// <summary>Hostile bulk requests cost time in proportion to their length. Processor time is compared with processor time.</summary>
[Collection("Timed")]
public sealed class BulkTimedTests
{
    // Ten times the input may cost ten times the time and some; what goes by the square costs a hundred times.
    private const double MaximumRatio = 30;

    [Fact]
    public void ReferencesInACircle_AreLeftOutAndPutInInLinearTime() => Compare(references =>
    {
        var unknown = string.Join(',', Enumerable.Range(0, references).Select(index => $"\"k{index}\":\"bulkId:g\""));
        var request = BulkSample.Group("g", Enumerable.Repeat("g", references))
            .Replace("\"displayName\"", unknown + ",\"displayName\"", StringComparison.Ordinal);
        return () =>
        {
            var turns = BulkSample.Do(BulkSample.Request(request));
            turns[0].Turn.Data!["members"]!.AsArray().ShouldBeEmpty();
            turns[1].Turn.Data!["members"]!.AsArray().Count.ShouldBe(references);
        };
    });

    [Fact]
    public void ReferencesInPaths_AreFoundAndPutInInLinearTime() => Compare(references =>
    {
        var filter = string.Concat(Enumerable.Repeat("\\\"bulkId:a\\\" \\\"\\\\u0041\\\\q\\\" ", references));
        var paths = string.Join(',', Enumerable.Repeat("{\"path\":\"x[y eq \\\"bulkId:a\\\\\\\"\"}", references));
        string[] operations = [BulkSample.User("a"), BulkSample.Patch("/Groups/1", $"{{\"path\":\"{filter}\"}},{paths}")];
        return () => BulkSample.Do(BulkSample.Request(operations))[1].Turn.Refusal.ShouldBeNull();
    });

    private static void Compare(Func<int, Action> prepare)
    {
        var (few, many) = (prepare(10_000), prepare(100_000));
        few();
        Measure(many).ShouldBeLessThan(MaximumRatio * Measure(few));

        static double Measure(Action action) => Enumerable.Range(0, 3).Min(_ =>
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        });
    }
}
