using System.Diagnostics.Metrics;

namespace OptiId.Testing;

/// <summary>What an instrument measures from now on: what an alert would see.</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly KeyValuePair<string, object?>[] wanted;
    private double sum;
    private double? last;

    /// <param name="instrument">Its name.</param>
    /// <param name="tags">Only what has these tags, e.g. <c>("optiid.source", "identity")</c>: instruments are shared by the whole process.</param>
    public Measured(string instrument, params (string Name, string Value)[] tags)
    {
        wanted = [.. tags.Select(tag => KeyValuePair.Create(tag.Name, (object?)tag.Value))];
        listener.InstrumentPublished = (published, meters) =>
        {
            if (published.Name == instrument)
            {
                meters.EnableMeasurementEvents(published);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, its, _) => Take(value, its));
        listener.SetMeasurementEventCallback<double>((_, value, its, _) => Take(value, its));
        listener.Start();
    }

    /// <summary>All together: what a counter has counted.</summary>
    public double Sum
    {
        get
        {
            lock (gate)
            {
                return sum;
            }
        }
    }

    /// <summary>The last one: where a gauge stands; null: nothing was measured yet.</summary>
    public double? Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => listener.Dispose();

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in wanted)
        {
            if (!tags.Contains(tag))
            {
                return;
            }
        }

        lock (gate)
        {
            sum += value;
            last = value;
        }
    }
}
