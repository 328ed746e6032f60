namespace OptiId.Scim;

/// <summary>
/// Finds which operations refer to each other in circles: the strongly connected components, by Tarjan's algorithm
/// (SIAM Journal on Computing 1, 1972), without recursion, for a chain may be as long as the request. Each operation
/// and each reference is looked at once.
/// </summary>
internal sealed class ReferenceComponents
{
    private readonly IReadOnlyList<IReadOnlyList<int>> references;
    private readonly List<int[]> components;
    private readonly Stack<int> path = new();
    private readonly Stack<int> open = new();
    private readonly bool[] isOpen;

    // In which order the operations were come to, from 1, and the earliest open one that can be reached from each.
    private readonly int[] number;
    private readonly int[] earliest;
    private readonly int[] nextReference;
    private int count;

    private ReferenceComponents(IReadOnlyList<IReadOnlyList<int>> references)
    {
        this.references = references;
        components = new List<int[]>(references.Count);
        isOpen = new bool[references.Count];
        number = new int[references.Count];
        earliest = new int[references.Count];
        nextReference = new int[references.Count];
    }

    /// <summary>Finds the components.</summary>
    /// <param name="references">For each operation, the operations that it refers to.</param>
    /// <returns>
    /// The components, each in the request's order and after those that it refers to. Otherwise they stand in the
    /// request's order: one comes earlier only where an earlier one refers to it.
    /// </returns>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<IReadOnlyList<int>> references)
    {
        var search = new ReferenceComponents(references);
        for (var operation = 0; operation < references.Count; operation++)
        {
            if (search.number[operation] == 0)
            {
                search.Follow(operation);
            }
        }

        return search.components;
    }

    private void Follow(int root)
    {
        Enter(root);
        while (path.TryPeek(out var operation))
        {
            if (nextReference[operation] == references[operation].Count)
            {
                Leave(operation);
                continue;
            }

            var referred = references[operation][nextReference[operation]++];
            if (number[referred] == 0)
            {
                Enter(referred);
            }
            else if (isOpen[referred])
            {
                earliest[operation] = Math.Min(earliest[operation], number[referred]);
            }
        }
    }

    private void Enter(int operation)
    {
        number[operation] = earliest[operation] = ++count;
        path.Push(operation);
        open.Push(operation);
        isOpen[operation] = true;
    }

    private void Leave(int operation)
    {
        path.Pop();
        if (path.TryPeek(out var before))
        {
            earliest[before] = Math.Min(earliest[before], earliest[operation]);
        }

        if (earliest[operation] != number[operation])
        {
            return;
        }

        var component = new List<int>();
        int member;
        do
        {
            member = open.Pop();
            isOpen[member] = false;
            component.Add(member);
        }
        while (member != operation);

        component.Sort();
        components.Add([.. component]);
    }
}
