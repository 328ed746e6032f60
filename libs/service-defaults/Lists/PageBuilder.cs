namespace OptiId.ServiceDefaults;

/// <summary>
/// Chooses the places of one page from all that match, in whatever order they come; holds no more of them than come before the page's
/// end.
/// </summary>
/// <param name="query">What is asked for.</param>
/// <param name="after">Where the page begins, for one by cursor.</param>
internal sealed class PageBuilder(ListQuery query, ListPlace? after)
{
    // One more than the page has says whether there is a next one.
    private readonly long capacity = (long)query.Start + query.Count + 1;

    // The last place first, so that it is the one that goes.
    private readonly PriorityQueue<ListPlace, ListPlace> kept = new(
        Comparer<ListPlace>.Create((one, other) => query.Places.Compare(other, one)));

    /// <summary>How many were added.</summary>
    public long Total { get; private set; }

    /// <summary>Whether nothing that comes later in the list's order can be on the page.</summary>
    public bool IsFull => kept.Count == capacity;

    /// <summary>Takes a match.</summary>
    public void Add(ListPlace place)
    {
        Total++;
        if (after is { } start && query.Places.Compare(place, start) <= 0)
        {
            return;
        }

        if (kept.Count < capacity)
        {
            kept.Enqueue(place, place);
        }
        else if (query.Places.Compare(place, kept.Peek()) < 0)
        {
            kept.DequeueEnqueue(place, place);
        }
    }

    /// <summary>The page's places in order, and one more where there is one.</summary>
    public IReadOnlyList<ListPlace> Take()
    {
        var places = kept.UnorderedItems.Select(item => item.Element).Order(query.Places);
        return [.. places.Skip(query.Start)];
    }
}
