using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Scim;
using Spectre.Console;

namespace OptiId.Benchmarks;

/// <summary>
/// What a filter that no index serves costs for each user: on the bytes of its document, beside a tree made of it. Processor
/// time and allocated bytes of one thread, so that whatever else the machine does doesn't count.
/// </summary>
internal static class FilterScan
{
    private const double SmallestGainInTime = 3, SmallestGainInBytes = 5;
    private const int Rounds = 15;

    private static readonly string[] Filters =
    [
        "title co \"engineer\"",
        "active eq true and name.familyName sw \"mü\"",
        "emails[type eq \"home\" and value ew \"@home.example\"]",
        "meta.lastModified gt \"2026-06-01T00:00:00Z\"",
        ScimSchemas.EnterpriseUserUrn + ":department eq \"Sales\" or not (phoneNumbers pr)",
    ];

    /// <returns>Whether both gains are large enough for each filter.</returns>
    public static bool Run(int users)
    {
        var documents = Enumerable.Range(0, users).Select(Document).ToArray();
        var facts = Enumerable.Range(0, users).Select(Facts).ToArray();
        var table = new Table().AddColumns("Filter", "Tree: µs, bytes a user", "Bytes: µs, bytes a user", "Time ÷", "Bytes ÷");
        var holds = true;
        foreach (var text in Filters)
        {
            var filter = FilterParser.Parse(text, ResourceTypes.User);
            var onTrees = Measure(documents, (document, number) => FilterEvaluator.Matches(filter, Tree(document, facts[number]), ResourceTypes.User));
            var prepared = new DocumentFilter(filter, ResourceTypes.User);
            var onBytes = Measure(documents, (document, number) => prepared.Matches(document, facts[number]));
            if (onTrees.Matches != onBytes.Matches)
            {
                throw new InvalidOperationException($"{text}: {onTrees.Matches} users on trees, {onBytes.Matches} on bytes.");
            }

            var (time, bytes) = (onTrees.Microseconds / onBytes.Microseconds, onTrees.Bytes / Math.Max(1, onBytes.Bytes));
            holds &= time >= SmallestGainInTime && bytes >= SmallestGainInBytes;
            table.AddRow(
                Markup.Escape(text), Text($"{onTrees.Microseconds:N2}, {onTrees.Bytes:N0}"), Text($"{onBytes.Microseconds:N2}, {onBytes.Bytes:N0}"), Text($"{time:N1}"), Text($"{bytes:N0}"));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(Text($"{(holds ? "ok  " : "FAIL")} each filter takes at most 1/{SmallestGainInTime} of the time and 1/{SmallestGainInBytes} of the bytes"));
        return holds;
    }

    private static (double Microseconds, double Bytes, int Matches) Measure(byte[][] documents, Func<byte[], int, bool> matches)
    {
        var (best, bytes, found) = (double.MaxValue, 0.0, 0);
        for (var round = 0; round <= Rounds; round++)
        {
            found = 0;
            var before = Environment.CpuUsage.TotalTime;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < documents.Length; number++)
            {
                found += matches(documents[number], number) ? 1 : 0;
            }

            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)documents.Length;
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / documents.Length);
        }

        return (best, bytes, found);
    }

    // What a tree-wise scan has to make for each user.
    private static JsonObject Tree(byte[] document, in ResourceFacts facts)
    {
        var resource = JsonNode.Parse(document)!.AsObject();
        resource["id"] = facts.Id;
        resource["active"] = facts.Active;
        resource["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = facts.Created.ToString("O", CultureInfo.InvariantCulture),
            ["lastModified"] = facts.LastModified.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = facts.Version,
        };
        return resource;
    }

    private static ResourceFacts Facts(int number)
    {
        var created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number);
        return new($"01J{number:D20}", number % 10 != 0, created, created.AddMonths(number % 12), $"W/\"{number % 7}\"");
    }

    private static byte[] Document(int number)
    {
        var (given, family) = (number % 3 == 0 ? "Zoë" : "Barbara", number % 5 == 0 ? "Müller" : "Jensen");
        return Encoding.UTF8.GetBytes($$"""
            {"userName":"user{{number}}@example.com","externalId":"00u{{number:D17}}","name":{"formatted":"{{given}} {{family}}","familyName":"{{family}}","givenName":"{{given}}"},"displayName":"{{given}} {{family}}","title":"{{(number % 4 == 0 ? "Software Engineer" : "Accountant")}}","preferredLanguage":"en-US","locale":"en-US","timezone":"Europe/Stockholm","emails":[{"value":"user{{number}}@example.com","type":"work","primary":true},{"value":"{{given}}{{number}}@home.example","type":"home"}],"phoneNumbers":[{"value":"+46 8 {{number:D8}}","type":"work"}],"addresses":[{"streetAddress":"{{number}} Main Street","locality":"Stockholm","postalCode":"111 22","country":"SE","type":"work"}],"{{ScimSchemas.EnterpriseUserUrn}}":{"employeeNumber":"{{number}}","department":"{{(number % 6 == 0 ? "Sales" : "Research")}}","organization":"Example","manager":{"value":"01J{{number / 10:D20}}","displayName":"Anna Berg"} } }
            """);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
