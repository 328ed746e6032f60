using System.Diagnostics;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Makes pages (RFC 7644 §3.4.2, RFC 9865): from an index where one holds the order and nothing is filtered; from what indexes find; else by
/// a search through all, within the source's limit.
/// </summary>
public sealed class ListPager(CursorSeal cursors, ScanGate gate)
{
    // A message between services holds 16 MiB. A page may hold fewer than were asked for (RFC 7644 §3.4.2.4).
    private const int MaximumPageSize = 12 * 1024 * 1024;

    /// <summary>The page that is asked for.</summary>
    /// <exception cref="RefusedException">INVALID_CURSOR, EXPIRED_CURSOR; TOO_MANY: no index serves the filter, and there are too many to look at; BUSY.</exception>
    public async Task<ListPage<T>> ReadAsync<T>(ListQuery query, ListSource<T> source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(source);
        (ListPlace Place, long Total)? cursor = string.IsNullOrEmpty(query.Cursor) ? null : await cursors.OpenAsync(query);
        if (query.Filter is null && source.IsIndexed(query.Order))
        {
            return await ReadIndexedAsync(query, source, cursor?.Place);
        }

        var page = new PageBuilder(query, cursor?.Place);
        var looked = new LookedAt<T>();
        var total = await CollectAsync(query, source, page, looked, cursor, cancellation);
        return await FinishAsync(query, source, page.Take(), looked, total);
    }

    private async Task<ListPage<T>> ReadIndexedAsync<T>(ListQuery query, ListSource<T> source, ListPlace? after)
    {
        var total = source.CountAsync();
        var places = query.Count == 0 ? []
            : query.Cursor is null ? await source.ReadPageAsync(query.Order, query.Start, query.Count)
            : await source.ReadAfterAsync(query.Order, after, query.Count + 1);
        return await FinishAsync(query, source, places, new LookedAt<T>(), await total);
    }

    /// <returns>How many match in all.</returns>
    private async Task<long> CollectAsync<T>(
        ListQuery query, ListSource<T> source, PageBuilder page, LookedAt<T> looked, (ListPlace Place, long Total)? cursor, CancellationToken cancellation)
    {
        if (query.Filter is not null && FilterLookups.Plan(query.Filter, source.Equalities, source.Prefixes) is { } lookups
            && await FindAsync(source, lookups) is { } found)
        {
            await LookAtAsync(query, source, page, looked, found, mayStop: false, cancellation);
            return page.Total;
        }

        if (await source.CountAsync() > source.MaximumScan)
        {
            throw source.TooMany();
        }

        using var turn = await gate.EnterAsync(cancellation);
        if (cursor is { } known && query.Order is null)
        {
            // A later page of a search in the order of creation goes on where the last one ended; how many there are is known.
            await LookAtAsync(query, source, page, looked, source.ReadAllAsync(known.Place), mayStop: true, cancellation);
            return known.Total;
        }

        await LookAtAsync(query, source, page, looked, source.ReadAllAsync(after: null), mayStop: false, cancellation);
        return page.Total;
    }

    private static async Task<IAsyncEnumerable<IReadOnlyList<T>>?> FindAsync<T>(ListSource<T> source, IReadOnlyList<FilterLookup> lookups)
    {
        var answers = new List<IAsyncEnumerable<IReadOnlyList<T>>>(lookups.Count);
        foreach (var lookup in lookups)
        {
            if (await source.FindAsync(lookup) is not { } answer)
            {
                return null;
            }

            answers.Add(answer);
        }

        return answers is [var only] ? only : Distinct(source, answers);
    }

    private static async IAsyncEnumerable<IReadOnlyList<T>> Distinct<T>(ListSource<T> source, IReadOnlyList<IAsyncEnumerable<IReadOnlyList<T>>> answers)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            await foreach (var chunk in answer)
            {
                yield return [.. chunk.Where(item => seen.Add(source.PlaceOf(item, order: null).Id))];
            }
        }
    }

    private static async Task LookAtAsync<T>(
        ListQuery query, ListSource<T> source, PageBuilder page, LookedAt<T> matches, IAsyncEnumerable<IReadOnlyList<T>> chunks, bool mayStop, CancellationToken cancellation)
    {
        var looked = 0;
        var started = Stopwatch.GetTimestamp();
        await foreach (var chunk in chunks.WithCancellation(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            looked += chunk.Count;
            if (looked > source.MaximumScan)
            {
                throw source.TooMany();
            }

            foreach (var item in query.Filter is null ? chunk : await source.MatchAsync(query.Filter, chunk))
            {
                var place = source.PlaceOf(item, query.Order);
                page.Add(place);
                matches.Keep(place, item);
            }

            if (mayStop && page.IsFull)
            {
                return;
            }

            if (chunk.Count >= ListQuery.MaximumCount)
            {
                await ScanGate.RestAsync(started, cancellation);
                started = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <param name="query">What is asked for.</param>
    /// <param name="source">Where the resources are.</param>
    /// <param name="places">Those of the page, and one more where there is a next one.</param>
    /// <param name="looked">What was read on the way.</param>
    /// <param name="total">How many there are in all.</param>
    private async Task<ListPage<T>> FinishAsync<T>(ListQuery query, ListSource<T> source, IReadOnlyList<ListPlace> places, LookedAt<T> looked, long total)
    {
        var ids = places.Take(query.Count).Select(place => place.Id).ToList();
        var items = ids.Count == 0 ? [] : looked.Find(ids) ?? await source.ReadAsync(ids);
        var size = 0L;
        var fitting = items.TakeWhile((item, index) => (size += source.SizeOf(item)) <= MaximumPageSize || index == 0).ToList();
        ListPlace? last = fitting.Count < items.Count ? source.PlaceOf(fitting[^1], query.Order)
            : places.Count > query.Count && query.Count > 0 ? places[query.Count - 1]
            : null;
        var next = query.Cursor is not null && last is { } place ? await cursors.SealAsync(query, place, total) : "";
        return new(fitting, total, next);
    }
}
