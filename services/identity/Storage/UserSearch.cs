using OptiId.Common.V1;
using OptiId.Identity.V1;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>What is searched for.</summary>
/// <param name="OrganizationId">Where.</param>
/// <param name="Terms">Beginnings of words, canonical; none: everybody.</param>
/// <param name="Sources">Who may manage them.</param>
/// <param name="States">In which states.</param>
internal sealed record UserSearchQuery(string OrganizationId, IReadOnlyList<string> Terms, IReadOnlyCollection<Source> Sources, IReadOnlyCollection<UserState> States);

/// <summary>A page of a search.</summary>
/// <param name="Users">By userName; fewer than asked for, perhaps none, where the bound of <see cref="UserSearchLimits.LookedAt"/> ended the page.</param>
/// <param name="Next">The place after which the next page begins; null: there is none.</param>
/// <param name="LookedAt">How many records were read for it.</param>
internal sealed record UserSearchPage(IReadOnlyList<User> Users, byte[]? Next, int LookedAt);

/// <summary>What a page of a search may cost.</summary>
/// <param name="Sorted">How many entries of a word are sorted for a page; a word with more doesn't lead.</param>
/// <param name="LookedAt">How many records a page looks at; then it ends as it is, and the next one goes on.</param>
internal sealed record UserSearchLimits(int Sorted = 10_000, int LookedAt = 10_000);

/// <summary>
/// Finds people by the beginnings of words, in the order of userName, with bounded work for a page (docs/adr/0011-searching-people.md). A word
/// that few have leads to them by its index; where all words are common, the users of the states and sources are gone through in order: then every
/// few of them match.
/// </summary>
internal sealed class UserSearch(UserStore store, UserSearchIndex index, UserSearchLimits? limits = null)
{
    private const int SmallestChunk = 64;
    private const int LargestChunk = 500;

    private readonly UserSearchLimits limits = limits ?? new();

    /// <summary>The page after a place; null: the first.</summary>
    public async Task<UserSearchPage> ReadAsync(UserSearchQuery query, byte[]? after, int count)
    {
        var lists = index.ListsOf(query.OrganizationId, query.Sources, query.States);
        var lead = await LeadAsync(query, lists);
        var byWord = lead is null ? [] : await index.ReadWordsAsync(query.OrganizationId, UserWords.Indexed(lead), limits.Sorted);
        var (found, foundAt, last, lookedAt) = (new List<User>(), new List<byte[]>(), after, 0);
        for (var round = SmallestChunk; lookedAt < limits.LookedAt; round = Math.Min(2 * round, LargestChunk))
        {
            var chunk = Math.Min(round, limits.LookedAt - lookedAt);
            var places = Merge(byWord, last, await index.ReadListsAsync(lists, lead ?? "", last, chunk), chunk);
            var users = (await store.ReadAsync(query.OrganizationId, [.. places.Select(UserPlace.IdOf)], bulk: true)).ToDictionary(user => user.Id);
            foreach (var place in places)
            {
                if (users.TryGetValue(UserPlace.IdOf(place), out var user) && Matches(query, user))
                {
                    found.Add(user);
                    foundAt.Add(place);
                }
            }

            lookedAt += places.Count;
            if (found.Count > count)
            {
                return new(found[..count], foundAt[count - 1], lookedAt); // one more shows that there is a next page
            }

            if (places.Count < chunk)
            {
                return new(found, null, lookedAt);
            }

            last = places[^1];
        }

        return new(found, last, lookedAt);
    }

    private static bool Matches(UserSearchQuery query, User user) =>
        query.States.Contains(user.State) && query.Sources.Contains(user.Source) && UserWords.Match(user, query.Terms);

    // The word that the fewest have; null where it leads to more than there are in the lists, or to too many.
    private async Task<string?> LeadAsync(UserSearchQuery query, RedisKey[] lists)
    {
        if (query.Terms.Count == 0)
        {
            return null;
        }

        var all = index.CountAsync(lists, "");
        var counted = await Task.WhenAll(query.Terms.Select(async term =>
        {
            var words = index.CountWordsAsync(query.OrganizationId, UserWords.Indexed(term));
            return (Term: term, ByName: await index.CountAsync(lists, term), ByWord: await words);
        }));
        var fitting = counted.Where(term => term.ByWord <= limits.Sorted).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var fewest = fitting.MinBy(term => term.ByName + term.ByWord);
        return fewest.ByName + fewest.ByWord <= await all ? fewest.Term : null;
    }

    // The first places of both, each once, in order.
    private static List<byte[]> Merge(List<byte[]> byWord, byte[]? after, List<byte[]> listed, int count)
    {
        var start = 0;
        if (after is not null && byWord.Count > 0)
        {
            var at = byWord.BinarySearch(after, UserPlace.Order);
            start = at < 0 ? ~at : at + 1;
        }

        var merged = new List<byte[]>(count);
        for (int i = start, j = 0; merged.Count < count && (i < byWord.Count || j < listed.Count);)
        {
            var order = i == byWord.Count ? 1 : j == listed.Count ? -1 : UserPlace.Order.Compare(byWord[i], listed[j]);
            merged.Add(order <= 0 ? byWord[i] : listed[j]);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return merged;
    }
}
