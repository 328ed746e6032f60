namespace OptiId.Scim;

/// <summary>The keys seen so far in an object and in those around it, to find one that comes twice.</summary>
internal sealed class JsonKeys
{
    // Below this many keys comparing each with each is faster than hashing.
    private const int MaximumComparedKeys = 24;

    private readonly List<string> keys = new(32);
    private readonly Stack<(int First, HashSet<string>? Many)> objects = new();
    private int first;
    private HashSet<string>? many;

    /// <summary>A new object begins inside the current one.</summary>
    public void EnterObject()
    {
        objects.Push((first, many));
        first = keys.Count;
        many = null;
    }

    /// <summary>The current object ends.</summary>
    public void LeaveObject()
    {
        keys.RemoveRange(first, keys.Count - first);
        (first, many) = objects.Pop();
    }

    /// <summary>Takes a key of the current object; false where it has that key in some letter case.</summary>
    public bool TryAdd(string key)
    {
        if (many is not null)
        {
            return many.Add(key);
        }

        for (var index = first; index < keys.Count; index++)
        {
            if (string.Equals(keys[index], key, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        keys.Add(key);
        if (keys.Count - first > MaximumComparedKeys)
        {
            many = new HashSet<string>(keys.Skip(first), StringComparer.OrdinalIgnoreCase);
        }

        return true;
    }
}
