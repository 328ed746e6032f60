using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Common.V1;
using OptiId.Identity.V1;
using Spectre.Console;

namespace OptiId.Benchmarks;

/// <summary>How administrators look for people in a large directory: how long a page takes, and what the index costs when it is written and in memory.</summary>
internal static class People
{
    private const double LongestMilliseconds = 250; // of the median: as people type
    private const int Rounds = 15;
    private const int Locals = 200;

    private static readonly string[] GivenBeginnings = ["Al", "An", "Be", "Ca", "Da", "El", "Fra", "Geo", "Ha", "Jo", "Ka", "Li", "Ma", "Ni", "Pa", "Ro", "Sa", "Te", "Vi", "Za"];
    private static readonly string[] GivenEndings = ["n", "na", "bert", "line", "ric", "mi", "lie", "ton", "ra", "vid"];
    private static readonly string[] FamilyBeginnings = ["Ab", "Bro", "Cla", "Do", "Ed", "Fi", "Gra", "Hu", "Jen", "Ki", "Le", "Mc", "Nor", "Os", "Pe", "Ri", "Smi", "Tho", "Wal", "You"];
    private static readonly string[] FamilyEndings = ["th", "wn", "rke", "berg", "er", "son", "dy", "nes", "ley", "ston", "man", "field", "wood", "ham", "ke"];

    /// <summary>Fills a directory and, unless only that is asked for, searches it.</summary>
    /// <returns>Whether every search was quick enough.</returns>
    public static async Task<bool> RunAsync(MeasuredSystem system, int users, bool fillOnly)
    {
        var (id, scim) = await system.NewOrganizationAsync();
        scim.Dispose();
        AnsiConsole.MarkupLineInterpolated($"On {system.Name}: filling a directory of {users:N0} users …");
        var memory = await system.MemoryAsync();
        var (started, cpu) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        await system.FillAsync(id, users, Name);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var microseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / users;
        var bytes = (await system.MemoryAsync() - memory) / users;
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"… in {seconds:N1} s; {microseconds:N0} µs of this process' processor time a user, {bytes:N0} bytes of the store a user"));
        if (fillOnly)
        {
            return true;
        }

        for (var number = 0; number < Locals; number++)
        {
            await system.Calls.Users.CreateCollaboratorAsync(new()
            {
                OrganizationId = id,
                UserName = $"guest{number:D3}@partner.example",
                GivenName = "Guest",
                FamilyName = "Partner",
                Cause = new() { RequestId = $"guest{number}" },
            });
        }

        var table = new Table().AddColumns("Search", "Sources", "Pages", "Hits", "Median ms", "p95 ms");
        var holds = true;
        foreach (var (text, sources, pages) in new (string, Source[], int)[]
        {
            ("", [], 1), ("", [], 20), ("", [Source.Local], 1), ("guest", [], 1), ("user099999", [], 1), ("user", [], 1), ("a", [], 1), ("an", [], 1), ("anna", [], 1),
            ("annabert", [], 1), ("anna smith", [], 1), ("smithfield", [], 1), ("z y", [], 1), ("s m", [], 1), ("nobody", [], 1), ("an", [Source.Local], 1),
        })
        {
            holds &= await MeasureAsync(system, table, new() { OrganizationId = id, Text = text, Sources = { sources } }, pages);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{(holds ? "ok  " : "FAIL")} each page within {LongestMilliseconds} ms");
        return holds;
    }

    private static async Task<bool> MeasureAsync(MeasuredSystem system, Table table, SearchUsersRequest request, int pages)
    {
        var (times, hits) = (new List<double>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            request.PageToken = "";
            hits = 0;
            for (var page = 0; page < pages; page++)
            {
                var at = Stopwatch.GetTimestamp();
                var answer = await system.Calls.Users.SearchUsersAsync(request);
                times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                hits += answer.Users.Count;
                request.PageToken = answer.NextPageToken;
            }
        }

        var (median, slow) = (times.Order().ElementAt(times.Count / 2), times.Order().ElementAt(times.Count * 95 / 100));
        var text = request.Text.Length == 0 ? "(everybody)" : request.Text;
        table.AddRow(text, string.Join(' ', request.Sources), Text(pages, "N0"), Text(hits, "N0"), Text(median, "N1"), Text(slow, "N1"));
        return median <= LongestMilliseconds;
    }

    // Names of 200 × 300 parts, so that beginnings are shared as in a company.
    private static void Name(JsonObject document)
    {
        var number = int.Parse(((string)document["userName"]!).AsSpan(4, 6), NumberStyles.None, CultureInfo.InvariantCulture);
        document["name"] = new JsonObject
        {
            ["givenName"] = GivenBeginnings[number % 20] + GivenEndings[number / 20 % 10],
            ["familyName"] = FamilyBeginnings[number * 7 % 20] + FamilyEndings[number / 7 % 15],
        };
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
