using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Admin.V1;

namespace OptiId.Cli;

internal static class AuditCommands
{
    private const int MaximumPage = 500;
    private const int HashLength = 32;

    public static Command Build() => new("audit", "The audit log: who did what when in the Admin Center, by the API, by Support and by this command line.")
    {
        List(), Verify(),
    };

    private static OperatorCommand List()
    {
        var actor = new Option<string?>("--actor") { HelpName = "kind:id", Description = "Only what this one did, e.g. administrator:USER or support:NAME." };
        var target = new Option<string?>("--target") { HelpName = "id", Description = "Only what is about this user, group, product instance or token." };
        var action = new Option<string?>("--action") { HelpName = "beginning", Description = "Only actions that begin so, e.g. group. or sign-in." };
        var request = new Option<string?>("--request") { HelpName = "id", Description = "Only what this request did." };
        var (support, limit) = (Support(), UserCommands.Limit("entries"));
        return new("list", "Lists the newest entries.", "optiid audit list --action grant.", async run =>
        {
            var (answer, maximum) = (new ListAuditEntriesResponse(), run.Get(limit));
            var asked = new ListAuditEntriesRequest
            {
                OrganizationId = await ChainAsync(run, support),
                Actor = run.Get(actor) ?? "",
                TargetId = run.Get(target) ?? "",
                Action = run.Get(action) ?? "",
                RequestId = run.Get(request) ?? "",
            };
            await CommandRun.PagesAsync(maximum, MaximumPage, async size =>
            {
                asked.PageSize = size;
                var page = await run.Audit.ListAuditEntriesAsync(asked, run.Call);
                answer.Entries.Add(page.Entries);
                asked.Before = answer.NextBefore = page.NextBefore;
                return (answer.Entries.Count, page.NextBefore > 0);
            });

            run.Output.Write(() => ToJson(answer), () =>
            {
                run.Output.Table(
                    "There is no such entry.",
                    ["Number", "Time", "Who", "Action", "What", "Refused", "Request id"],
                    answer.Entries.Select(entry => new[]
                    {
                        Output.Format(entry.Number), Output.Format(entry.At), entry.Actor, entry.Action, entry.Summary, entry.Refusal, entry.RequestId,
                    }));
                if (answer.NextBefore > 0)
                {
                    run.Output.Line("There are older ones; more by --limit.");
                }
            });
        })
        { actor, target, action, request, support, limit };
    }

    private static OperatorCommand Verify()
    {
        var known = new Option<KnownEntry?>("--known")
        {
            HelpName = "number:hash",
            Description = "An entry that was noted down before; the log must still have it as it was.",
            CustomParser = result =>
            {
                if (TryParseKnown(result.Tokens[0].Value, out var entry))
                {
                    return entry;
                }

                result.AddError("--known reads NUMBER:HASH, as audit verify wrote it.");
                return null;
            },
        };
        var support = Support();
        return new("verify", "Computes the whole chain of hashes anew; ends with 1 where it is broken.", "optiid audit verify", async run =>
        {
            var request = new VerifyAuditLogRequest { OrganizationId = await ChainAsync(run, support) };
            if (run.Get(known) is { } entry)
            {
                (request.KnownNumber, request.KnownHash) = (entry.Number, entry.Hash);
            }

            var answer = await run.Audit.VerifyAuditLogAsync(request, run.LongCall);
            run.ExitCode = answer.Intact ? ExitCode.Done : ExitCode.Failed;
            run.Output.Write(() => ToJson(answer), () => Show(run.Output, answer));
        })
        { known, support };
    }

    /// <summary>An entry as <c>audit verify</c> writes it: <c>NUMBER:HASH</c>.</summary>
    internal static bool TryParseKnown(string text, out KnownEntry entry)
    {
        entry = new(0, ByteString.Empty);
        var hash = new byte[HashLength];
        if (text.Split(':') is not [var number, { Length: HashLength * 2 } digits]
            || !ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed == 0
            || Convert.FromHexString(digits, hash, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        entry = new(parsed, ByteString.CopyFrom(hash));
        return true;
    }

    private static Option<bool> Support() => new("--support") { Description = "What concerns no organization, such as Support's sign-ins and tokens." };

    private static async Task<string> ChainAsync(CommandRun run, Option<bool> support) => run.Get(support) ? "" : await run.OrganizationIdAsync();

    private static void Show(Output output, VerifyAuditLogResponse answer)
    {
        output.Line(answer.Finding);
        if (answer.Entries > 0)
        {
            output.Details(
                ("head", string.Create(CultureInfo.InvariantCulture, $"{answer.Entries}:{Hex(answer.HeadHash)}")),
                ("broken at", answer.BrokenAt == 0 ? "" : Output.Format(answer.BrokenAt)));
        }

        if (answer is { Intact: true, Entries: > 0 })
        {
            output.Line("Note the head down elsewhere: --known with it shows later that the log was only added to.");
        }
    }

    // Hashes are hexadecimal digits for scripts as for people, not base64.
    private static JsonObject ToJson(VerifyAuditLogResponse answer)
    {
        var json = Output.ToJson(answer);
        json["head_hash"] = Hex(answer.HeadHash);
        return json;
    }

    private static JsonObject ToJson(ListAuditEntriesResponse answer)
    {
        var json = Output.ToJson(answer);
        foreach (var (entry, written) in answer.Entries.Zip(json["entries"]!.AsArray()))
        {
            written!["previous_hash"] = Hex(entry.PreviousHash);
            written["hash"] = Hex(entry.Hash);
        }

        return json;
    }

    private static string Hex(ByteString hash) => Convert.ToHexStringLower(hash.Span);
}

/// <summary>An entry of the audit log that was noted down.</summary>
internal sealed record KnownEntry(ulong Number, ByteString Hash);
