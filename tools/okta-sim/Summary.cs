using System.Globalization;
using Spectre.Console;

namespace OptiId.OktaSim;

/// <summary>The tables at the end.</summary>
internal static class Summary
{
    public static void Write(Transcript transcript, IAnsiConsole console)
    {
        console.WriteLine();
        console.Write(Chapters(transcript));
        console.Write(Times(transcript));
        console.MarkupLine(transcript.Failures == 0
            ? "[green]Every answer was what Okta needs.[/]"
            : $"[red]{transcript.Failures} expectations failed.[/]");
    }

    private static Table Chapters(Transcript transcript)
    {
        var table = new Table().AddColumn("step").AddColumn(Right("requests")).AddColumn(Right("failures")).AddColumn("not played");
        foreach (var chapter in transcript.Chapters)
        {
            var failures = new Markup(chapter.Failures == 0 ? "0" : $"[red]{chapter.Failures}[/]");
            table.AddRow(Cell(chapter.Title), Cell(chapter.Requests), failures, Cell(chapter.NotPlayed ?? ""));
        }

        return table.AddRow(Cell("all"), Cell(transcript.Chapters.Sum(chapter => chapter.Requests)), Cell(transcript.Failures), Cell(""));
    }

    private static Table Times(Transcript transcript)
    {
        var table = new Table().AddColumn("operation")
            .AddColumn(Right("count")).AddColumn(Right("median ms")).AddColumn(Right("p95 ms")).AddColumn(Right("longest ms"));
        foreach (var (operation, unsorted) in transcript.Milliseconds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var times = unsorted.Order().ToArray();
            table.AddRow(Cell(operation), Cell(times.Length), Time(Percentile(times, 50)), Time(Percentile(times, 95)), Time(times[^1]));
        }

        return table;
    }

    /// <summary>The nearest rank in sorted times.</summary>
    internal static double Percentile(double[] sorted, int percent) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];

    private static TableColumn Right(string header) => new TableColumn(header).RightAligned();

    private static Text Cell(object value) => new(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private static Text Time(double milliseconds) => new(milliseconds.ToString("F1", CultureInfo.InvariantCulture));
}
