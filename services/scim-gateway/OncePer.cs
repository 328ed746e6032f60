namespace OptiId.ScimGateway;

/// <summary>Lets something happen once in a span of time, for each of a bounded number of keys.</summary>
/// <param name="span">The span.</param>
/// <param name="time">The clock.</param>
internal sealed class OncePer(TimeSpan span, TimeProvider time)
{
    private const int MaximumKeys = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> taken = new(StringComparer.Ordinal);

    /// <summary>Whether it may happen now; of those who ask at the same time one hears that it may.</summary>
    public bool TryTake(string key)
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            if (taken.TryGetValue(key, out var before) && time.GetElapsedTime(before, now) < span)
            {
                return false;
            }

            if (taken.Count >= MaximumKeys)
            {
                foreach (var over in taken.Where(item => time.GetElapsedTime(item.Value, now) >= span).Select(item => item.Key).ToList())
                {
                    taken.Remove(over);
                }
            }

            if (taken.Count < MaximumKeys)
            {
                taken[key] = now;
            }

            return taken.ContainsKey(key);
        }
    }
}
