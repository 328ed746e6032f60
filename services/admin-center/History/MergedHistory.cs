using OptiId.Events.V1;

namespace OptiId.AdminCenter.History;

/// <summary>
/// Several logs' histories as one, newest first: of a log comes a page at a time, and nothing is shown before it is known that no other
/// log holds anything newer.
/// </summary>
internal sealed class MergedHistory
{
    private readonly Source[] sources;

    /// <param name="sources">
    /// Reads a log's page before a sequence, 0 for the newest, with where the next begins, 0 at the end; null where it refused: then it
    /// is left out.
    /// </param>
    public MergedHistory(params Func<ulong, Task<(IReadOnlyList<Change> Changes, ulong NextBefore)?>>[] sources) =>
        this.sources = [.. sources.Select(read => new Source(read))];

    /// <summary>Whether a log refused to be read: something may be missing.</summary>
    public bool IsIncomplete => Array.Exists(sources, source => source.HasRefused);

    /// <summary>Whether everything has been taken.</summary>
    public bool IsAtEnd => Array.TrueForAll(sources, source => source.IsAtEnd);

    /// <summary>The next changes; fewer than asked for only at the end.</summary>
    public async Task<IReadOnlyList<Change>> TakeAsync(int count)
    {
        var taken = new List<Change>(count);
        while (taken.Count < count)
        {
            Source? newest = null;
            foreach (var source in sources)
            {
                if (await source.PeekAsync() is { } change && (newest is null || change.At.CompareTo(newest.Next!.At) > 0))
                {
                    newest = source;
                }
            }

            if (newest is null)
            {
                break;
            }

            taken.Add(newest.Take());
        }

        return taken;
    }

    private sealed class Source(Func<ulong, Task<(IReadOnlyList<Change> Changes, ulong NextBefore)?>> read)
    {
        private readonly Queue<Change> waiting = new();
        private ulong before;
        private bool hasAll;

        public bool HasRefused { get; private set; }

        public bool IsAtEnd => hasAll && waiting.Count == 0;

        public Change? Next => waiting.TryPeek(out var change) ? change : null;

        public async Task<Change?> PeekAsync()
        {
            while (waiting.Count == 0 && !hasAll)
            {
                var page = await read(before);
                foreach (var change in page?.Changes ?? [])
                {
                    waiting.Enqueue(change);
                }

                HasRefused |= page is null;
                before = page?.NextBefore ?? 0;
                hasAll = before == 0;
            }

            return Next;
        }

        public Change Take() => waiting.Dequeue();
    }
}
