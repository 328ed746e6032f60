using OptiId.ScimGateway.Storage;
using OptiId.Store;

namespace OptiId.ScimGateway;

/// <summary>
/// Writes the provisioning log behind the requests: makes words of what was noted and appends it in batches. When the gateway stops in
/// good order, it writes what still waits; what it can't write is counted.
/// </summary>
internal sealed class RecordWriter(RequestRecorder recorder, RequestStore store, ILogger<RecordWriter> logger) : BackgroundService
{
    private const int MaximumBatch = 100;

    // A commit costs about the same for one entry as for many: what comes together is written together, and is in the log as quickly as anybody looks.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    // One organization's log must not wait for all the others'.
    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 8 };

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        recorder.Complete();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(Timeout.Infinite, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        GatewayMetrics.NotRecorded(0); // so that it is there before the first: Prometheus sees no increase in what begins with 1
        while (await recorder.Waiting.WaitToReadAsync(CancellationToken.None) && !stoppingToken.IsCancellationRequested)
        {
            if (recorder.Waiting.Count < MaximumBatch)
            {
                await Task.Delay(Gathering, CancellationToken.None);
            }

            var batch = new List<Exchange>();
            while (batch.Count < MaximumBatch && recorder.Waiting.TryRead(out var exchange))
            {
                recorder.Taken(exchange);
                batch.Add(exchange);
            }

            await Parallel.ForEachAsync(batch.GroupBy(exchange => exchange.Caller!.OrganizationId), SideBySide, async (ofOrganization, _) =>
                await WriteAsync(ofOrganization.Key, [.. ofOrganization]));
        }
    }

    private async Task WriteAsync(string organizationId, IReadOnlyList<Exchange> exchanges)
    {
        var (lost, written) = (recorder.TakeLost(organizationId), 0);
        try
        {
            foreach (var part in RequestStore.Parts(await DescribeAsync(organizationId, exchanges)))
            {
                await store.AppendAsync(organizationId, part, lost);
                (lost, written) = (0, written + part.Count);
            }
        }
#pragma warning disable CA1031 // whatever it is, the next requests are to be logged
        catch (Exception e)
#pragma warning restore CA1031
        {
            var left = exchanges.Skip(written).ToList();
            if (left.Count > 1 && !StoreSession.IsAway(e) && e is not (StoreUnavailableException or StoreBusyException))
            {
                recorder.CountLost(organizationId, lost, isNew: false);
                foreach (var exchange in left)
                {
                    await WriteAsync(organizationId, [exchange]); // one of them is at fault, and the others are not
                }

                return;
            }

            recorder.CountLost(organizationId, lost, isNew: false);
            recorder.CountLost(organizationId, left.Count);
            GatewayLog.NotRecorded(logger, left.Count, e.Message);
        }
    }

    /// <summary>Makes words of them.</summary>
    private async Task<List<(Exchange Exchange, LogEntry Entry)>> DescribeAsync(string organizationId, IReadOnlyList<Exchange> exchanges)
    {
        var names = await ReadNamesAsync(organizationId, exchanges);
        var batch = new List<(Exchange, LogEntry)>();
        foreach (var exchange in exchanges)
        {
            var entry = LogEntry.Of(exchange, id => names.GetValueOrDefault(id, ""));
            batch.Add((exchange, entry));
            foreach (var target in entry.Request.Targets.Where(target => target.Name.Length > 0))
            {
                names[target.Id] = target.Name; // what comes next in the batch may be about the same
            }
        }

        return batch;
    }

    /// <summary>The names that the log knows; none where its store is away, for appending waits for it longer than this.</summary>
    private async Task<Dictionary<string, string>> ReadNamesAsync(string organizationId, IReadOnlyList<Exchange> exchanges)
    {
        try
        {
            var about = await store.ReadAboutAsync(store.KeysOf(organizationId), exchanges.SelectMany(IdsIn));
            return about.ToDictionary(item => item.Key, item => item.Value.Name, StringComparer.Ordinal);
        }
        catch (Exception e) when (StoreSession.IsAway(e))
        {
            return new(StringComparer.Ordinal);
        }
    }

    private static IEnumerable<string> IdsIn(Exchange exchange)
    {
        if (exchange.Route.Id is { Length: > 0 } id)
        {
            yield return id;
        }

        if (exchange.Route.Endpoint == Endpoint.Groups && SetupRules.IsWrite(exchange))
        {
            foreach (var member in ExchangeBody.Of(PartialJson.Read(exchange.Body.Span, out _) ?? exchange.Data?.DeepClone()).Members().All.Take(RequestWords.MaximumTargets))
            {
                yield return member;
            }
        }
    }
}
