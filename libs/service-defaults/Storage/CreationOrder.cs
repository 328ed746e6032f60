using System.Runtime.CompilerServices;
using OptiId.Scim;
using StackExchange.Redis;

namespace OptiId.ServiceDefaults;

/// <summary>Reads a sorted set of ids by number of creation, as identity keeps users and groups keeps groups.</summary>
public static class CreationOrder
{
    /// <summary>The place that an entry is.</summary>
    public static ListPlace PlaceOf(SortedSetEntry entry) => new(SortValue.None, (ulong)entry.Score, entry.Element!);

    /// <summary>A page after a place whose resource may be gone by now; null: from the beginning.</summary>
    public static async Task<IReadOnlyList<ListPlace>> ReadAfterAsync(IDatabase database, RedisKey order, bool descending, ListPlace? after, int count)
    {
        ArgumentNullException.ThrowIfNull(database);
        var (from, to) = after is not { } last ? (double.NegativeInfinity, double.PositiveInfinity)
            : descending ? (double.NegativeInfinity, last.Number)
            : (last.Number, double.PositiveInfinity);
        var (places, comparer, skip) = (new List<ListPlace>(count), descending ? ListPlace.Descending : ListPlace.Ascending, 0L);
        while (places.Count < count)
        {
            var entries = await database.SortedSetRangeByScoreWithScoresAsync(
                order, from, to, Exclude.None, descending ? Order.Descending : Order.Ascending, skip, count);
            places.AddRange(entries.Select(PlaceOf).Where(place => after is not { } last || comparer.Compare(place, last with { Key = SortValue.None }) > 0));
            if (entries.Length < count)
            {
                break;
            }

            skip += entries.Length; // at the beginning may stand those of the same number that were on the page before
        }

        return [.. places.Take(count)];
    }

    /// <summary>All, in chunks.</summary>
    /// <param name="database">Over which connection.</param>
    /// <param name="order">The sorted set.</param>
    /// <param name="after">After this place; null: from the beginning.</param>
    /// <param name="read">Reads the resources of ids; those that are gone meanwhile are left out.</param>
    /// <param name="cancellation">The caller went away.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAllAsync<T>(
        IDatabase database, RedisKey order, ListPlace? after, Func<IReadOnlyList<string>, Task<IReadOnlyList<T>>> read,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var places = await ReadAfterAsync(database, order, descending: false, after, ListQuery.MaximumCount);
            yield return await read([.. places.Select(place => place.Id)]);
            if (places.Count < ListQuery.MaximumCount)
            {
                yield break;
            }

            after = places[^1];
        }
    }
}
