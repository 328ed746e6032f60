using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>The resources of one type and organization, as lists read them.</summary>
public abstract class ListSource<T>
{
    /// <summary>Attributes with an index for <c>eq</c>, the most selective first.</summary>
    public abstract IReadOnlyList<string> Equalities { get; }

    /// <summary>Attributes with an index for <c>sw</c>.</summary>
    public virtual IReadOnlyList<string> Prefixes => [];

    /// <summary>How many resources a search that no index serves may look at.</summary>
    public abstract int MaximumScan { get; }

    /// <summary>Whether an index holds all resources in this order.</summary>
    public virtual bool IsIndexed(SortOrder? order) => IsCreation(order);

    /// <summary>How many there are in all.</summary>
    public abstract Task<long> CountAsync();

    /// <summary>A page of an indexed order, by rank.</summary>
    public abstract Task<IReadOnlyList<ListPlace>> ReadPageAsync(SortOrder? order, int start, int count);

    /// <summary>A page of an indexed order, after a place whose resource may be gone by now; null: from the beginning.</summary>
    public abstract Task<IReadOnlyList<ListPlace>> ReadAfterAsync(SortOrder? order, ListPlace? after, int count);

    /// <summary>Those of the resources that are there, in the order of the ids.</summary>
    public abstract Task<IReadOnlyList<T>> ReadAsync(IReadOnlyList<string> ids);

    /// <summary>What an index finds, in chunks, in any order; null where it can't tell.</summary>
    public abstract Task<IAsyncEnumerable<IReadOnlyList<T>>?> FindAsync(FilterLookup lookup);

    /// <summary>All, in chunks, in the order of creation, for a search.</summary>
    /// <param name="after">After this place; null: from the beginning.</param>
    public abstract IAsyncEnumerable<IReadOnlyList<T>> ReadAllAsync(ListPlace? after);

    /// <summary>Those that meet a filter.</summary>
    public abstract ValueTask<IReadOnlyList<T>> MatchAsync(Filter filter, IReadOnlyList<T> items);

    /// <summary>An item's place in an order.</summary>
    public abstract ListPlace PlaceOf(T item, SortOrder? order);

    /// <summary>How many bytes an item is in an answer.</summary>
    public abstract int SizeOf(T item);

    /// <summary>The refusal where more than <see cref="MaximumScan"/> would have to be looked at.</summary>
    public abstract RefusedException TooMany();

    /// <summary>Whether the order is that of creation, the one that lists are in where none is asked for.</summary>
    protected static bool IsCreation(SortOrder? order) => order is null || order.Path.Is("meta.created");
}
