using System.Globalization;
using OptiId.Store.Writer;
using Shouldly;

namespace OptiId.Store.Tests;

/// <summary>Looks after a crash at what a writer had written.</summary>
internal static class NumberedWriteCheck
{
    /// <summary>Every answered number is there; every number is there whole, with both its log entries, or not at all.</summary>
    public static async Task VerifyAsync(StoreSession session, IReadOnlyCollection<int> answered, int last)
    {
        var log = new ChangeLog(session);
        var logged = new List<int>();
        while (await log.ReadAsync(NumberedWrite.Partition, (ulong)logged.Count) is { Count: > 0 } changes)
        {
            logged.AddRange(changes.Select(change => int.Parse(change.OrganizationId, CultureInfo.InvariantCulture)));
        }

        var head = (await log.ReadHeadAsync(NumberedWrite.Partition)).Sequence;
        ((ulong)logged.Count).ShouldBe(head, "the log has a hole");
        var states = await Task.WhenAll(Enumerable.Range(1, last).Select(number => NumberedWrite.ReadAsync(session, number)));
        var written = Enumerable.Range(1, last).Where(number => states[number - 1] == 2).ToHashSet();

        states.Count(state => state == 1).ShouldBe(0, "half commits");
        answered.Count(number => !written.Contains(number)).ShouldBe(0, "answered writes that are lost");
        // A commit whose answer was lost may have been sent again: its entries are doubled, but never halved.
        var entries = logged.GroupBy(number => number).ToDictionary(group => group.Key, group => group.Count());
        entries.Keys.ToHashSet().SetEquals(written).ShouldBeTrue("the log and the records tell different stories");
        entries.Values.Count(count => count % 2 != 0).ShouldBe(0, "half commits in the log");
    }
}
