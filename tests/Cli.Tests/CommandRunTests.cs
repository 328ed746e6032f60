using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class CommandRunTests
{
    [Theory]
    [InlineData(5, 10, 10, "5")]
    [InlineData(25, 10, 100, "10 10 5")]
    [InlineData(100, 10, 25, "10 10 10")]
    [InlineData(100, 10, 20, "10 10")]
    [InlineData(100, 10, 0, "10")]
    public async Task Pages_AreRead_UntilThereAreAsManyAsAskedFor_OrNoMore(int maximum, int largest, int inAll, string sizes)
    {
        var (asked, count) = (new List<uint>(), 0);
        await CommandRun.PagesAsync(maximum, largest, size =>
        {
            asked.Add(size);
            count = Math.Min(inAll, count + (int)size);
            return Task.FromResult((count, count < inAll));
        });
        string.Join(' ', asked).ShouldBe(sizes);
    }
}
