using System.CommandLine;
using System.Globalization;
using OptiId.Gateway.V1;

namespace OptiId.Cli;

internal static class LogCommands
{
    private const int MaximumPage = 200;

    public static Command Build() => new("log", "The provisioning log: what the identity provider asked, and what came of it.") { List(), Follow(), Show() };

    private static OperatorCommand List()
    {
        var failed = new Option<bool>("--failed") { Description = "Only requests that failed." };
        var changes = new Option<bool>("--changes") { Description = "Without reads and searches that succeeded." };
        var about = new Option<string?>("--about") { HelpName = "user or group", Description = "Only about this user or group, by name or id." };
        var search = new Option<string?>("--search") { HelpName = "text", Description = "Only where this is part of the sentence, address, error or name." };
        var limit = UserCommands.Limit("requests");
        return new("list", "Lists the newest SCIM requests.", "optiid log list --failed --search ada", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (answer, maximum) = (new ListRequestsResponse(), run.Get(limit));
            var request = new ListRequestsRequest
            {
                OrganizationId = organizationId,
                OnlyFailed = run.Get(failed),
                OnlyChanges = run.Get(changes),
                Text = run.Get(search) ?? "",
                ResourceId = run.Get(about) is { Length: > 0 } said ? await ResourceIdAsync(run, organizationId, said) : "",
            };
            await CommandRun.PagesAsync(maximum, MaximumPage, async size =>
            {
                request.PageSize = size;
                var page = await run.Log.ListRequestsAsync(request, run.Call);
                answer.Requests.Add(page.Requests);
                request.Before = answer.NextBefore = page.NextBefore;
                return (answer.Requests.Count, page.NextBefore > 0);
            });

            run.Output.Write(answer, () =>
            {
                run.Output.Table(
                    "There is no such request.",
                    ["Time", "Status", "What", "Changes", "Request id"],
                    answer.Requests.Select(entry => new[]
                    {
                        Time(entry), entry.Status.ToString(CultureInfo.InvariantCulture), entry.Summary, Came(entry), entry.RequestId,
                    }));
                if (answer.NextBefore > 0)
                {
                    run.Output.Line("There are older ones; more by --limit.");
                }
            });
        })
        { failed, changes, about, search, limit };
    }

    private static OperatorCommand Follow()
    {
        var after = new Option<ulong>("--after") { HelpName = "number", Description = "Begin after this request's number. Default: with what comes from now on." };
        return new("follow", "Writes each SCIM request as it comes until Ctrl-C; in JSON, a line each.", "optiid log follow --json", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            using var call = run.Log.FollowRequests(new() { OrganizationId = organizationId, After = run.Get(after) }, run.EndlessCall);
            while (await call.ResponseStream.MoveNext(run.Cancellation))
            {
                foreach (var entry in call.ResponseStream.Current.Requests)
                {
                    run.Output.WriteNext(entry, () => run.Output.Line(Line(entry)));
                }
            }
        })
        { after };
    }

    private static OperatorCommand Show()
    {
        var requestId = new Argument<string>("request-id") { Description = "The request's id, as its answer's X-Request-Id or a list says it." };
        return new("show", "Shows a SCIM request with its body and answer, without secrets.", "optiid log show 0192f0c1a2b37c4d8e5f60718293a4b5", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var answer = await run.Log.GetRequestAsync(new() { OrganizationId = organizationId, RequestId = run.Get(requestId) }, run.Call);
            run.Output.Write(answer, () => Show(run.Output, answer));
        })
        { requestId };
    }

    internal static void Show(Output output, GetRequestResponse answer)
    {
        var entry = answer.Request;
        output.Details(
        [
            ("what", entry.Summary),
            ("time", Time(entry)),
            ("took", $"{entry.Duration.ToTimeSpan().TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms"),
            ("request", $"{entry.Method} {entry.Address}"),
            ("status", string.Join(' ', new[] { entry.Status.ToString(CultureInfo.InvariantCulture), entry.ScimType }.Where(text => text.Length > 0))),
            ("error", entry.Detail),
            ("what to do", entry.Advice),
            ("changes", string.Join('\n', entry.Changes)),
            ("not used", string.Join(", ", entry.UnusedAttributes)),
            ("parked", string.Join(", ", entry.ParkedUserIds)),
            ("about", string.Join('\n', entry.Targets.Select(target => $"{target.Name} {target.Id}".Trim()))),
            ("number", Output.Format(entry.Number)),
            ("request id", entry.RequestId),
            ("bulk request", entry.BulkRequestId),
            ("token", entry.TokenId),
            .. answer.RequestHeaders.OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => (header.Key, header.Value)),
            ("body", answer.RequestBody),
            ("answer", answer.ResponseBody),
            ("", answer.Cut ? "(cut: only the beginning is kept)" : ""),
        ]);
    }

    internal static string Line(LoggedRequest entry) => string.Join("  ", new[]
    {
        Time(entry), entry.Status.ToString(CultureInfo.InvariantCulture), entry.Summary, Came(entry),
    }.Where(text => text.Length > 0));

    private static string Came(LoggedRequest entry) => entry.Detail.Length > 0 ? entry.Detail : string.Join("; ", entry.Changes);

    private static string Time(LoggedRequest entry) =>
        entry.At.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A user's or a group's id; one that is gone may still be in the log, by its id.</summary>
    private static async Task<string> ResourceIdAsync(CommandRun run, string organizationId, string said)
    {
        try
        {
            return (await run.UserAsync(organizationId, said)).Id;
        }
        catch (CommandFailedException)
        {
            try
            {
                return (await run.GroupAsync(organizationId, said)).Id;
            }
            catch (CommandFailedException)
            {
                return said;
            }
        }
    }
}
