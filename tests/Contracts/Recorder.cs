namespace OptiId.Contracts;

/// <summary>Notes what crosses.</summary>
internal sealed class Recorder(string name)
{
    private readonly List<Interaction> interactions = [];

    public Contract Contract
    {
        get
        {
            lock (interactions)
            {
                return new(name, [.. interactions]);
            }
        }
    }

    // Who follows a log asks once a second where it stands, who lets nobody in unasked asks each time: only what's new is told.
    public void Add(Interaction interaction)
    {
        lock (interactions)
        {
            if (!Messages.IsRepeatable(interaction.Method) || interactions.FindLast(interaction.AsksTheSameAs)?.Text != interaction.Text)
            {
                interactions.Add(interaction);
            }
        }
    }

    /// <summary>Waits until nothing new has crossed for a while: whoever follows has followed.</summary>
    public async Task IsQuietAsync(TimeSpan span)
    {
        for (var (before, now) = (-1, Contract.Interactions.Count); before != now; (before, now) = (now, Contract.Interactions.Count))
        {
            await Task.Delay(span);
        }
    }
}
