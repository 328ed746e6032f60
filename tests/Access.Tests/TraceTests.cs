using System.Collections.Concurrent;
using System.Diagnostics;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Access.Tests;

/// <summary>One trace from a write through gRPC and the store to the projection's change.</summary>
public sealed class TraceTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task AWriteAndWhatFollowsFromIt_AreOneTrace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var tenant = await running.NewTenantAsync();
        var group = await tenant.NewGroupAsync();
        using var source = new ActivitySource("test");
        List<Activity> trace = [];

        // Changes that are applied together share one commit, which belongs to the last one's trace: again, until ours is the last.
        await Eventually.HoldsAsync(async () =>
        {
            var traceId = "";
            var user = await tenant.NewUserAsync();
            using (var root = source.StartActivity("a request"))
            {
                traceId = root!.TraceId.ToString();
                await tenant.AddAsync(group.Id, user.Id);
            }

            Activity? applied = null;
            await Eventually.HoldsAsync(() =>
            {
                trace = [.. spans.Where(span => span.TraceId.ToString() == traceId)];
                return Task.FromResult((applied = trace.FirstOrDefault(span => span.DisplayName == "apply MembersAdded")) is not null);
            });
            return trace.Any(span => span.DisplayName == "store commit" && span.ParentSpanId == applied!.SpanId);
        });
        var (add, ask) = ("/optiid.groups.v1.GroupsService/ChangeGroup", "/optiid.identity.v1.UsersService/LookUpUsers");
        foreach (var (kind, path) in new[] { (ActivityKind.Client, add), (ActivityKind.Server, add), (ActivityKind.Client, ask), (ActivityKind.Server, ask) })
        {
            trace.ShouldContain(span => span.Kind == kind && Names(span).Contains(path), $"{kind} {path}, in: {string.Join("; ", trace.Select(Names))}");
        }

        var server = trace.First(span => span.Kind == ActivityKind.Server && Names(span).Contains(add));
        trace.ShouldContain(span => span.DisplayName == "store commit" && span.ParentSpanId == server.SpanId);
    }

    private static string Names(Activity span) => $"{span.Kind} {span.DisplayName} {string.Join(' ', span.TagObjects.Select(tag => tag.Value))}";
}
