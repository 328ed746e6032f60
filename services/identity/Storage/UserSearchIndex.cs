using OptiId.Common.V1;
using OptiId.Identity.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>
/// By what administrators find people (docs/adr/0011-searching-people.md). Keys of an organization, sorted sets of one score each, so that the store
/// keeps them by bytes: <c>listed-STATE-SOURCE</c>, the <see cref="UserPlace"/> of each user of a state and a source; <c>words</c>, an entry
/// for each of a user's <see cref="UserWords"/>.
/// </summary>
internal sealed class UserSearchIndex(StoreSession session)
{
    public static readonly Source[] Sources = [Source.Scim, Source.Jit, Source.Local];
    public static readonly UserState[] States = [UserState.Active, UserState.Deactivated];

    private readonly KeySpace keys = session.Keys;

    /// <summary>Keeps the index of a user as it follows from before and after.</summary>
    public static void Write(Commit commit, KeySpace keys, User? before, User after)
    {
        var (old, present) = (EntriesOf(keys, before), EntriesOf(keys, after));
        foreach (var (key, entry) in old.Where(entry => !present.Contains(entry, EntryComparer.Instance)))
        {
            commit.RemoveFromOrder(key, entry);
        }

        foreach (var (key, entry) in present.Where(entry => !old.Contains(entry, EntryComparer.Instance)))
        {
            commit.AddToOrder(key, 0, entry);
        }
    }

    /// <summary>The lists of the states and sources that are asked for.</summary>
    public RedisKey[] ListsOf(string organizationId, IReadOnlyCollection<Source> sources, IReadOnlyCollection<UserState> states) =>
        [.. states.SelectMany(state => sources.Select(source => ListOf(keys, organizationId, state, source)))];

    /// <summary>How many entries of words begin so.</summary>
    public Task<long> CountWordsAsync(string organizationId, string beginning)
    {
        var (from, to) = UserPlace.Beginning(beginning);
        return session.Reads.SortedSetLengthByValueAsync(WordsOf(keys, organizationId), from, to);
    }

    /// <summary>How many places of lists begin so; empty: all.</summary>
    public async Task<long> CountAsync(IReadOnlyCollection<RedisKey> lists, string beginning)
    {
        var (from, to) = UserPlace.Beginning(beginning);
        return (await Task.WhenAll(lists.Select(list => beginning.Length == 0
            ? session.Reads.SortedSetLengthAsync(list)
            : session.Reads.SortedSetLengthByValueAsync(list, from, to)))).Sum();
    }

    /// <summary>The places of those who have a word that begins so, each once, in order.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="beginning">The beginning.</param>
    /// <param name="count">How many entries at most.</param>
    public async Task<List<byte[]>> ReadWordsAsync(string organizationId, string beginning, int count)
    {
        var (from, to) = UserPlace.Beginning(beginning);
        var entries = await session.Bulk.SortedSetRangeByValueAsync(WordsOf(keys, organizationId), from, to, Exclude.None, Order.Ascending, 0, count);
        var places = entries.Select(UserPlace.PlaceIn).ToList();
        places.Sort(UserPlace.Order);
        var distinct = new List<byte[]>(places.Count);
        foreach (var place in places)
        {
            if (distinct.Count == 0 || UserPlace.Order.Compare(distinct[^1], place) != 0)
            {
                distinct.Add(place);
            }
        }

        return distinct;
    }

    /// <summary>The first places of lists, in order, that begin so and come after a place.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="beginning">The beginning; empty: all.</param>
    /// <param name="after">The place; null: from the first.</param>
    /// <param name="count">How many at most.</param>
    public async Task<List<byte[]>> ReadListsAsync(IReadOnlyCollection<RedisKey> lists, string beginning, byte[]? after, int count)
    {
        var (from, to) = UserPlace.Beginning(beginning);
        var isAfter = after is not null && UserPlace.Order.Compare(after, from) > 0;
        if (isAfter && UserPlace.Order.Compare(after, to) >= 0)
        {
            return []; // the client would take bounds the wrong way round for each other
        }

        var parts = await Task.WhenAll(lists.Select(list => session.Bulk.SortedSetRangeByValueAsync(
            list, isAfter ? after : from, to, isAfter ? Exclude.Start : Exclude.None, Order.Ascending, 0, count)));
        var places = parts.SelectMany(part => part.Select(place => (byte[])place!)).ToList();
        places.Sort(UserPlace.Order);
        return places.Count <= count ? places : places[..count];
    }

    private static List<(RedisKey Key, byte[] Entry)> EntriesOf(KeySpace keys, User? user)
    {
        if (user is null or { State: UserState.Deleted })
        {
            return [];
        }

        var place = UserPlace.Of(user);
        var words = WordsOf(keys, user.OrganizationId);
        return
        [
            (ListOf(keys, user.OrganizationId, user.State, user.Source), place),
            .. UserWords.Of(user).Select(UserWords.Indexed).Distinct(StringComparer.Ordinal).Select(word => (words, UserPlace.EntryOf(word, place))),
        ];
    }

    private static RedisKey WordsOf(KeySpace keys, string organizationId) => keys.Of(Partition.Of(organizationId), "words", organizationId);

    private static RedisKey ListOf(KeySpace keys, string organizationId, UserState state, Source source) => keys.Of(
        Partition.Of(organizationId), $"listed-{(state == UserState.Active ? "active" : "deactivated")}-{NameOf(source)}", organizationId);

    private static string NameOf(Source source) => source switch
    {
        Source.Scim => "scim",
        Source.Jit => "jit",
        _ => "local",
    };

    private sealed class EntryComparer : IEqualityComparer<(RedisKey Key, byte[] Entry)>
    {
        public static readonly EntryComparer Instance = new();

        public bool Equals((RedisKey Key, byte[] Entry) one, (RedisKey Key, byte[] Entry) other) =>
            one.Key == other.Key && one.Entry.AsSpan().SequenceEqual(other.Entry);

        public int GetHashCode((RedisKey Key, byte[] Entry) entry) => entry.Entry.Length;
    }
}
