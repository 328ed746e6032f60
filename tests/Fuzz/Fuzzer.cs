namespace OptiId.Fuzz;

/// <summary>Runs mutated inputs through every entrance, in the same order for the same seed.</summary>
public static class Fuzzer
{
    /// <summary>Runs until something fails, or the work is done.</summary>
    /// <param name="seed">Which inputs.</param>
    /// <param name="goesOn">Asked with the number of inputs so far.</param>
    /// <returns>How many inputs there were, how many of them were accepted, and what failed; null for nothing.</returns>
    public static (int Inputs, int Accepted, FuzzFailure? Failure) Run(int seed, Func<int, bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(goesOn);
        var mutators = Entrance.All.Select((entrance, index) => new Mutator(entrance.Corpus, seed + index)).ToArray();
        var (inputs, accepted) = (0, 0);
        for (; goesOn(inputs); inputs++)
        {
            var turn = inputs % Entrance.All.Count;
            var entrance = Entrance.All[turn];
            var input = mutators[turn].Next();
            var problem = entrance.FindProblem(input, out var isAccepted);
            accepted += isAccepted ? 1 : 0;
            if (problem is not null)
            {
                var smallest = Reducer.Reduce(input, smaller => entrance.FindProblem(smaller, out _) is not null);
                return (inputs + 1, accepted, new(entrance.Name, smallest, entrance.FindProblem(smallest, out _) ?? problem, seed));
            }
        }

        return (inputs, accepted, null);
    }

    /// <summary>Runs one input through one entrance.</summary>
    /// <param name="entrance">Its name.</param>
    /// <param name="input">The input.</param>
    /// <returns>The problem; null for none.</returns>
    public static string? Repeat(string entrance, byte[] input) => Entrance.All.Single(one => one.Name == entrance).FindProblem(input, out _);

    /// <summary>The entrances' names.</summary>
    public static IReadOnlyList<string> Entrances => [.. Entrance.All.Select(entrance => entrance.Name)];
}
