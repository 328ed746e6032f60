using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>
/// Writes the provisioning log behind the requests: makes words of what was noted and appends it in batches. When the gateway stops in
/// good order, it writes what still waits; what it can't write is counted.
/// </summary>
internal sealed class RecordWriter(RequestRecorder recorder, RequestStore store, ILogger<RecordWriter> logger) : BackgroundService
{
    private const int MaximumBatch = 100;

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
        while (await recorder.Waiting.WaitToReadAsync(CancellationToken.None) && !stoppingToken.IsCancellationRequested)
        {
            var batch = new List<Exchange>();
            while (batch.Count < MaximumBatch && recorder.Waiting.TryRead(out var exchange))
            {
                recorder.Taken(exchange);
                batch.Add(exchange);
            }

            foreach (var ofOrganization in batch.GroupBy(exchange => exchange.Caller!.OrganizationId))
            {
                await WriteAsync(ofOrganization.Key, [.. ofOrganization]);
            }
        }
    }

    private async Task WriteAsync(string organizationId, IReadOnlyList<Exchange> exchanges)
    {
        var lost = recorder.TakeLost(organizationId);
        try
        {
            var names = await store.ReadAboutAsync(store.KeysOf(organizationId), exchanges.SelectMany(IdsIn));
            await store.AppendAsync(organizationId, [.. exchanges.Select(exchange => (exchange, LogEntry.Of(exchange, NameOf)))], lost);

            string NameOf(string id) => names.TryGetValue(id, out var about) ? about.Name : "";
        }
#pragma warning disable CA1031 // whatever it is, the next requests are to be logged
        catch (Exception e)
#pragma warning restore CA1031
        {
            recorder.CountLost(organizationId, lost + exchanges.Count);
            GatewayLog.NotRecorded(logger, exchanges.Count, e.Message);
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
