using Google.Protobuf.WellKnownTypes;
using OptiId.AdminCenter.History;
using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class MergedHistoryTests
{
    private const int Longest = 4;

    [Fact]
    public async Task TwoLogs_AreReadAsOneNewestFirst_HoweverTheirPagesFall()
    {
        // Each way in which up to 8 changes may lie in two logs, and each size of pages on both sides.
        for (var places = 0; places < 1 << (2 * Longest); places++)
        {
            var (one, other) = Deal(places);
            for (var pageSize = 1; pageSize <= 3; pageSize++)
            {
                for (var taken = 1; taken <= 3; taken++)
                {
                    var history = new MergedHistory(Log(one, pageSize), Log(other, pageSize));
                    (await TakeAllAsync(history, taken)).ShouldBe(Enumerable.Range(1, 2 * Longest).Reverse());
                    history.IsIncomplete.ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public async Task ALogThatRefuses_IsLeftOut_AndSaidToBeMissing()
    {
        var history = new MergedHistory(Log([3, 1], 1), _ => Task.FromResult<(IReadOnlyList<Change>, ulong)?>(null));

        (await TakeAllAsync(history, 10)).ShouldBe([3, 1]);

        history.IsIncomplete.ShouldBeTrue();
    }

    [Fact]
    public async Task AnEmptyPage_IsNotTheEnd()
    {
        var pages = new Queue<(IReadOnlyList<Change>, ulong)>([([], 7), ([At(5)], 0)]);
        var history = new MergedHistory(_ => Task.FromResult<(IReadOnlyList<Change>, ulong)?>(pages.Dequeue()));

        (await TakeAllAsync(history, 10)).ShouldBe([5]);
    }

    private static async Task<List<int>> TakeAllAsync(MergedHistory history, int count)
    {
        var all = new List<int>();
        while (!history.IsAtEnd)
        {
            var page = await history.TakeAsync(count);
            all.AddRange(page.Select(change => (int)change.At.Seconds));
            (page.Count == count || history.IsAtEnd).ShouldBeTrue("A short page is the last one.");
        }

        return all;
    }

    private static (List<int> One, List<int> Other) Deal(int places)
    {
        var (one, other) = (new List<int>(), new List<int>());
        for (var at = 2 * Longest; at > 0; at--)
        {
            ((places >> (at - 1) & 1) == 0 ? one : other).Add(at);
        }

        return (one, other);
    }

    // Newest first; the sequence is the time.
    private static Func<ulong, Task<(IReadOnlyList<Change> Changes, ulong NextBefore)?>> Log(List<int> times, int pageSize) => before =>
    {
        var left = times.Where(at => before == 0 || (ulong)at < before).ToList();
        var page = left.Take(pageSize).ToList();
        return Task.FromResult<(IReadOnlyList<Change>, ulong)?>(([.. page.Select(At)], left.Count > page.Count ? (ulong)page[^1] : 0));
    };

    private static Change At(int time) => new() { Sequence = (ulong)time, At = new Timestamp { Seconds = time } };
}
