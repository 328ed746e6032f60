namespace OptiId.ServiceDefaults;

/// <summary>The first matches of a search, so that a page of them isn't read twice: Okta's look-up by userName finds one, and shows it.</summary>
internal sealed class LookedAt<T>
{
    private readonly Dictionary<string, T> items = new(StringComparer.Ordinal);

    /// <summary>Keeps a match, as long as there are no more than a page's.</summary>
    public void Keep(ListPlace place, T item)
    {
        if (items.Count < ListQuery.MaximumCount)
        {
            items[place.Id] = item;
        }
    }

    /// <summary>Those of the ids in their order; null where one wasn't kept.</summary>
    public IReadOnlyList<T>? Find(IReadOnlyList<string> ids) => ids.All(items.ContainsKey) ? [.. ids.Select(id => items[id])] : null;
}
