namespace OptiId.Scim;

/// <summary>Collects what an operation refers to.</summary>
/// <param name="creators">Which operation creates the resource of a bulkId.</param>
internal sealed class BulkReferences(IReadOnlyDictionary<string, int> creators)
{
    private readonly HashSet<int> found = [];

    /// <summary>Why the operation can't be run: a reference to what no operation creates.</summary>
    public BulkRefusal? Refusal { get; private set; }

    /// <summary>Adds the reference of a path, if it is one.</summary>
    public void AddPath(BulkPath path)
    {
        if (path.BulkId is { } bulkId)
        {
            Add(bulkId);
        }
    }

    /// <summary>Adds a reference; false where nothing creates what it refers to, so that looking for more is idle.</summary>
    public bool Add(string bulkId)
    {
        if (creators.TryGetValue(bulkId, out var creator))
        {
            found.Add(creator);
            return true;
        }

        Refusal ??= BulkRefusal.Unresolved(
            $"The operation refers to {Excerpt.Of(BulkReference.Prefix + bulkId)}, but the request has no POST with this bulkId. "
            + "Add it, or use the resource's id.");
        return false;
    }

    /// <summary>The operations that are referred to, each once, in the request's order.</summary>
    public IReadOnlyList<int> ToOrderedList()
    {
        if (found.Count == 0)
        {
            return [];
        }

        var ordered = found.ToArray();
        Array.Sort(ordered);
        return ordered;
    }
}
