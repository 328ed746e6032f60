using System.Collections.Concurrent;
using OptiId.Store.Writer;

namespace OptiId.Store.Tests;

/// <summary>Writers that write numbers one after the other until they are stopped.</summary>
internal sealed class NumberedWriters
{
    private readonly ConcurrentBag<int> answered = [];
    private readonly ConcurrentBag<string> refusals = [];
    private readonly List<Task> writing;
    private volatile bool isEnding;
    private int last;

    private NumberedWriters(StoreSession session, int count) =>
        writing = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => WriteAsync(session)))];

    /// <summary>The numbers whose writes were answered.</summary>
    public IReadOnlyCollection<int> Answered => answered;

    /// <summary>Why writes were refused, each because the store was away: nothing was promised of them.</summary>
    public IReadOnlyCollection<string> Refusals => refusals;

    /// <summary>The last number that was tried.</summary>
    public int Last => Volatile.Read(ref last);

    public static NumberedWriters Start(StoreSession session, int count) => new(session, count);

    /// <summary>Waits until so many more were answered.</summary>
    public async Task UntilAnsweredAsync(int more)
    {
        var enough = answered.Count + more;
        await Until.HoldsAsync(() => Task.FromResult(answered.Count >= enough || writing.Exists(writer => writer.IsFaulted)), "the writers are answered");
    }

    /// <summary>Ends them; what else went wrong than an absent store is thrown.</summary>
    public async Task StopAsync()
    {
        isEnding = true;
        await Task.WhenAll(writing);
    }

    private async Task WriteAsync(StoreSession session)
    {
        while (!isEnding)
        {
            var mine = Interlocked.Increment(ref last);
            try
            {
                await NumberedWrite.WriteAsync(session, mine);
                answered.Add(mine);
            }
            catch (StoreUnavailableException e)
            {
                refusals.Add(e.InnerException!.Message);
            }
        }
    }
}
