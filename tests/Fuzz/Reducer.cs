using System.Text;

namespace OptiId.Fuzz;

/// <summary>Makes an input that fails smaller as long as it still fails.</summary>
internal static class Reducer
{
    private const int MaximumTries = 4_000;

    /// <summary>The smallest input found.</summary>
    /// <param name="input">An input that fails.</param>
    /// <param name="fails">Whether an input fails.</param>
    public static byte[] Reduce(byte[] input, Func<byte[], bool> fails)
    {
        var tries = MaximumTries;
        if (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(input)).AsSpan().SequenceEqual(input))
        {
            var tokens = Shrink(Mutator.Split(Encoding.UTF8.GetString(input)), list => Encoding.UTF8.GetBytes(string.Concat(list)), fails, ref tries);
            input = Encoding.UTF8.GetBytes(string.Concat(tokens));
        }

        return [.. Shrink([.. input], list => [.. list], fails, ref tries)];
    }

    // Half of it, then quarters and so on, is left out where it still fails without.
    private static List<T> Shrink<T>(List<T> parts, Func<List<T>, byte[]> join, Func<byte[], bool> fails, ref int tries)
    {
        for (var size = parts.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= parts.Count && tries > 0; tries--)
            {
                List<T> without = [.. parts[..start], .. parts[(start + size)..]];
                if (fails(join(without)))
                {
                    parts = without;
                }
                else
                {
                    start += size;
                }
            }
        }

        return parts;
    }
}
