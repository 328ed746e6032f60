using System.Runtime.CompilerServices;
using System.Text;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>
/// The two orders in which users are kept, as lists read them: <c>order</c>, ids by number of creation; <c>names</c>, canonical userNames with
/// ids, all of one score, so that the store keeps them by their bytes, which is <see cref="SortValue"/>'s order. What is there,
/// <see cref="UserStore.Write"/> wrote.
/// </summary>
internal sealed class UserOrders(StoreSession session, UserStore store)
{
    private const char NameEnd = '\0'; // before every character that a userName may have
    private const int Chunk = ListQuery.MaximumCount;

    public static RedisKey Created(KeySpace keys, string organizationId) => keys.Of(Partition.Of(organizationId), "order", organizationId);

    public static RedisKey Names(KeySpace keys, string organizationId) => keys.Of(Partition.Of(organizationId), "names", organizationId);

    /// <summary>A user's entry in <c>names</c>.</summary>
    public static RedisValue NameEntry(string canonicalUserName, string id) => $"{canonicalUserName}{NameEnd}{id}";

    /// <summary>A page in the order of creation, by rank.</summary>
    public async Task<IReadOnlyList<ListPlace>> ReadPageAsync(string organizationId, bool descending, int start, int count) =>
        [.. (await session.Reads.SortedSetRangeByRankWithScoresAsync(
            Created(session.Keys, organizationId), start, (long)start + count - 1, Direction(descending))).Select(PlaceOf)];

    /// <summary>A page by name, by rank.</summary>
    public async Task<IReadOnlyList<ListPlace>> ReadPageByNameAsync(string organizationId, bool descending, int start, int count) =>
        [.. (await session.Reads.SortedSetRangeByRankAsync(
            Names(session.Keys, organizationId), start, (long)start + count - 1, Direction(descending))).Select(PlaceOf)];

    /// <summary>A page in the order of creation after a place whose user may be gone by now; null: from the beginning.</summary>
    public Task<IReadOnlyList<ListPlace>> ReadAfterAsync(string organizationId, bool descending, ListPlace? after, int count) =>
        CreationOrder.ReadAfterAsync(session.Reads, Created(session.Keys, organizationId), descending, after, count);

    /// <summary>A page by name after a place; null: from the beginning.</summary>
    public async Task<IReadOnlyList<ListPlace>> ReadAfterByNameAsync(string organizationId, bool descending, ListPlace? after, int count)
    {
        RedisValue last = after is { Key.Text: { } name } place ? NameEntry(name, place.Id) : default;
        var (from, to, without) = descending ? (default, last, Exclude.Stop) : (last, default(RedisValue), Exclude.Start);
        var entries = await session.Reads.SortedSetRangeByValueAsync(
            Names(session.Keys, organizationId), from, to, last.IsNull ? Exclude.None : without, Direction(descending), 0, count);
        return [.. entries.Select(PlaceOf)];
    }

    /// <summary>All, in the order of creation, in chunks.</summary>
    public IAsyncEnumerable<IReadOnlyList<User>> ReadAllAsync(string organizationId, ListPlace? after) => CreationOrder.ReadAllAsync(
        session.Bulk, Created(session.Keys, organizationId), after, ids => store.ReadAsync(organizationId, ids, bulk: true));

    /// <summary>Those whose canonical userName begins so, in chunks.</summary>
    public async IAsyncEnumerable<IReadOnlyList<User>> ReadByPrefixAsync(
        string organizationId, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        RedisValue from = prefix;
        RedisValue to = (byte[])[.. Encoding.UTF8.GetBytes(prefix), 0xFF]; // after all that begins so: no UTF-8 holds this byte
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var entries = await session.Bulk.SortedSetRangeByValueAsync(Names(session.Keys, organizationId), from, to, Exclude.Start, Order.Ascending, 0, Chunk);
            yield return await store.ReadAsync(organizationId, [.. entries.Select(entry => PlaceOf(entry).Id)], bulk: true);
            if (entries.Length < Chunk)
            {
                yield break;
            }

            from = entries[^1];
        }
    }

    private static Order Direction(bool descending) => descending ? Order.Descending : Order.Ascending;

    private static ListPlace PlaceOf(SortedSetEntry entry) => CreationOrder.PlaceOf(entry);

    private static ListPlace PlaceOf(RedisValue nameEntry) =>
        ((string)nameEntry!).Split(NameEnd) is [var name, var id] ? new(new(name, null), 0, id) : throw new FormatException("Not an entry of names.");
}
