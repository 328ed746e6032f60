using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>One trace from the SCIM request to the projection's change, and what is counted; in this process, to read the spans.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly EmbeddedTestStore store = new();
    private RunningServices services = null!;
    private ScimClient scim = null!;

    public async ValueTask InitializeAsync()
    {
        await store.InitializeAsync();
        services = await RunningServices.StartAsync(store.Connection);
        var url = await services.StartGatewayAsync();
        scim = ScimClient.WithToken(url, (await services.IssueTokenAsync(await services.CreateOrganizationAsync())).Secret);
    }

    public async ValueTask DisposeAsync()
    {
        scim.Dispose();
        await services.DisposeAsync();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("identity", "UserProvisioned")]
    [InlineData("groups", "GroupCreated")]
    public async Task OneTrace_ReachesFromTheScimRequest_OverGrpcAndTheCommit_ToTheProjection(string service, string change)
    {
        var spans = new ConcurrentBag<(string Source, string Name, ActivityKind Kind)>();
        var traceId = ActivityTraceId.CreateRandom();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == traceId)
                {
                    spans.Add((activity.Source.Name, activity.DisplayName, activity.Kind));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var traceparent = ("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom()}-01");
        var answer = service == "identity"
            ? await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"), traceparent)
            : await scim.PostAsync("/Groups", ScimBodies.Group("Team"), traceparent);
        answer.Status.ShouldBe(201);
        await Eventually.HoldsAsync(() => Task.FromResult(spans.Any(span => span.Source == "OptiId.Events")));

        var servers = spans.Where(span => span is { Source: "Microsoft.AspNetCore", Kind: ActivityKind.Server }).ToList();
        servers.Count.ShouldBeGreaterThanOrEqualTo(2, Words()); // the gateway's, and that of the service behind it
        spans.ShouldContain(span => span.Kind == ActivityKind.Client, Words());
        spans.ShouldContain(span => span.Source == "OptiId.Store", Words());
        spans.ShouldContain(span => span.Source == "OptiId.Events" && span.Name == $"apply {change}" && span.Kind == ActivityKind.Consumer, Words());

        string Words() => string.Join('\n', spans.Select(span => $"{span.Source} {span.Kind} {span.Name}"));
    }

    [Fact]
    public async Task EachRequest_IsMeasured_ByMethodEndpointAndStatus()
    {
        var measured = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "OptiId.ScimGateway")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            seconds.ShouldBeGreaterThan(0);
            measured.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}");
        });
        listener.Start();
        await scim.GetAsync("/Users");
        await scim.GetAsync("/Groups/nothing");

        // Counted a moment after the answer has gone out.
        await Eventually.HoldsAsync(() => Task.FromResult(measured.Contains("optiid.scim.request.duration GET Users 200")));
        await Eventually.HoldsAsync(() => Task.FromResult(measured.Contains("optiid.scim.request.duration GET Groups 404")));
    }
}
