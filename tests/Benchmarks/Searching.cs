using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Spectre.Console;

namespace OptiId.Benchmarks;

/// <summary>A search that no index serves, through a large directory: that it answers in time, and how much it slows others down.</summary>
internal static class Searching
{
    private const double SmallestShare = 0.5; // of others' throughput while a search runs
    private const double LongestSearchSeconds = 50; // what the gateway waits for
    private const int Rounds = 3;
    private const int Callers = 4;
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(5);

    private static readonly string[] Searches =
    [
        "title co \"nobody\"", "emails[type eq \"home\" and value ew \"@home.example\"]", "meta.lastModified gt \"2020-01-01T00:00:00Z\" and active eq true",
    ];

    /// <returns>Whether every search answered in time and left others half of their throughput.</returns>
    public static async Task<bool> RunAsync(MeasuredSystem system, int users)
    {
        var (id, scim) = await system.NewOrganizationAsync();
        using (scim)
        {
            AnsiConsole.MarkupLineInterpolated($"On {system.Name}: filling a directory of {users:N0} users …");
            var started = Stopwatch.GetTimestamp();
            await system.FillAsync(id, users, Enrich);
            AnsiConsole.MarkupLineInterpolated($"… in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
            var table = new Table().AddColumns("Search", "Matches", "Alone, s", "Under load, s", "Finds a second: alone", "while it runs", "Share left");
            var holds = true;
            await FindForAsync(scim, users, TimeSpan.FromSeconds(2), CancellationToken.None);
            foreach (var search in Searches)
            {
                holds &= await MeasureAsync(table, scim, users, search);
            }

            AnsiConsole.Write(table);
            AnsiConsole.WriteLine($"{(holds ? "ok  " : "FAIL")} each search within {LongestSearchSeconds} s, and at least {SmallestShare:P0} of the finds go on");
            return holds;
        }
    }

    private static async Task<bool> MeasureAsync(Table table, ScimClient scim, int users, string search)
    {
        var (matches, alone) = await SearchAsync(scim, search);
        var (without, with, took) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await FindForAsync(scim, users, RoundLength, CancellationToken.None));
            using var over = new CancellationTokenSource();
            var searching = SearchUntilAsync(scim, search, took, over.Token);
            with.Add(await FindForAsync(scim, users, RoundLength, CancellationToken.None));
            await over.CancelAsync();
            await searching;
        }

        var (before, during, slowest) = (Median(without), Median(with), took.Max());
        table.AddRow(
            Markup.Escape(search), Text(matches, "N0"), Text(alone, "N1"), Text(slowest, "N1"), Text(before, "N0"), Text(during, "N0"), Text(during / before, "N2"));
        return Math.Max(alone, slowest) <= LongestSearchSeconds && during / before >= SmallestShare;
    }

    // Four callers look users up by userName for a while.
    private static async Task<double> FindForAsync(ScimClient scim, int users, TimeSpan length, CancellationToken cancellation)
    {
        var (found, started) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var number = caller; Stopwatch.GetElapsedTime(started) < length && !cancellation.IsCancellationRequested; number += Callers)
            {
                var name = MeasuredSystem.UserName((int)(number * 7_919L % users));
                var answer = await scim.GetAsync($"/Users?filter=userName%20eq%20%22{name}%22");
                if (answer.Resources.Count != 1)
                {
                    throw new InvalidOperationException($"{name}: {answer.Text}");
                }

                Interlocked.Increment(ref found);
            }
        }));
        return found / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task SearchUntilAsync(ScimClient scim, string search, List<double> took, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            took.Add((await SearchAsync(scim, search)).Seconds);
        }
    }

    private static async Task<(int Matches, double Seconds)> SearchAsync(ScimClient scim, string search)
    {
        var at = Stopwatch.GetTimestamp();
        var answer = await scim.GetAsync($"/Users?count=10&filter={Uri.EscapeDataString(search)}");
        return answer.Status == 200 ? ((int)answer.Body["totalResults"]!, Stopwatch.GetElapsedTime(at).TotalSeconds) : throw new InvalidOperationException(answer.Text);
    }

    // As much as Okta sends of a person: some 800 bytes.
    private static void Enrich(JsonObject document)
    {
        var userName = (string)document["userName"]!;
        document["title"] = "Senior Engineer";
        document["displayName"] = $"Ada Lovelace {userName}";
        document["locale"] = "en-US";
        document["emails"] = new JsonArray(
            new JsonObject { ["value"] = userName, ["type"] = "work", ["primary"] = true },
            new JsonObject { ["value"] = userName.Replace("example.com", "home.example", StringComparison.Ordinal), ["type"] = "home" });
        document["phoneNumbers"] = new JsonArray(new JsonObject { ["value"] = "+44 20 7946 0000", ["type"] = "work" });
        document["addresses"] = new JsonArray(new JsonObject
        {
            ["type"] = "work",
            ["streetAddress"] = "12 St James's Square",
            ["locality"] = "London",
            ["postalCode"] = "SW1Y 4JH",
            ["country"] = "GB",
        });
        document["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject { ["department"] = "Engines", ["employeeNumber"] = "1815" };
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
