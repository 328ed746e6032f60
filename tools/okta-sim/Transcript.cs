using System.Globalization;
using OptiId.OktaSim.Http;
using Spectre.Console;

namespace OptiId.OktaSim;

/// <summary>What happened: each request as it goes, what failed, and the counts and times for the end. Safe for parallel use.</summary>
internal sealed class Transcript(IAnsiConsole console)
{
    private const int MaximumPrintedFailures = 50;
    private const int MaximumPrintedBody = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<double>> milliseconds = [];
    private readonly List<Chapter> chapters = [];

    /// <summary>Print failures only: a first sync has too many requests to read.</summary>
    public bool Quiet { get; set; }

    public IReadOnlyList<Chapter> Chapters => chapters;

    /// <summary>How long each kind of request took, in milliseconds.</summary>
    public IReadOnlyDictionary<string, List<double>> Milliseconds => milliseconds;

    public int Failures => chapters.Sum(chapter => chapter.Failures);

    public int Requests => chapters.Sum(chapter => chapter.Requests);

    private Chapter Current => chapters[^1];

    public void Begin(string title)
    {
        lock (gate)
        {
            chapters.Add(new Chapter(title));
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{title}[/]");
        }
    }

    /// <summary>A request and its answer.</summary>
    public void Add(OktaAnswer answer)
    {
        lock (gate)
        {
            Current.Requests++;
            AddTime(answer.Request.Operation, answer.Milliseconds);
            if (!Quiet)
            {
                var color = answer.Status < 300 ? "green" : answer.Status < 500 ? "yellow" : "red";
                var request = answer.Request;
                console.MarkupLineInterpolated(
                    CultureInfo.InvariantCulture,
                    $"  [{color}]{answer.Status}[/] {answer.Milliseconds,7:F1} ms  {request.Method.Method,-6} {request.Path}  [grey]{request.Purpose}[/]");
            }
        }
    }

    /// <summary>A call to one of the services.</summary>
    public void AddCall(string rpc, string purpose, double took)
    {
        lock (gate)
        {
            AddTime("gRPC " + rpc, took);
            if (!Quiet && purpose.Length > 0)
            {
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [blue]gRPC[/] {took,6:F1} ms  {rpc,-18} [grey]{purpose}[/]");
            }
        }
    }

    public void Say(string text)
    {
        lock (gate)
        {
            console.MarkupLineInterpolated($"  {text}");
        }
    }

    /// <summary>Something that a reader of a whole first sync can do without.</summary>
    public void SayInDetail(string text)
    {
        if (!Quiet)
        {
            Say(text);
        }
    }

    /// <summary>The chapter, or what is left of it, isn't played.</summary>
    public void Skip(string reason)
    {
        lock (gate)
        {
            Current.NotPlayed = reason;
            console.MarkupLineInterpolated($"  [yellow]not played: {reason}[/]");
        }
    }

    public void Fail(Failure failure)
    {
        lock (gate)
        {
            Current.Failures++;
            if (Failures > MaximumPrintedFailures)
            {
                return;
            }

            console.MarkupLineInterpolated($"  [red]FAILED[/] {failure.Needed} [grey]({failure.Fact})[/]");
            if (failure.Answer is { } answer)
            {
                var request = answer.Request;
                console.MarkupLineInterpolated($"         sent     {request.Method.Method} {request.Path} {Shorten(OktaHeaders.Body(request))}");
                console.MarkupLineInterpolated($"         answered {answer.Status} {answer.MediaType} {Shorten(answer.Text)}");
            }

            console.MarkupLineInterpolated($"         {failure.Seen}");
            if (Failures == MaximumPrintedFailures)
            {
                console.MarkupLine("  [red]Further failures are only counted.[/]");
            }
        }
    }

    private void AddTime(string operation, double took)
    {
        if (!milliseconds.TryGetValue(operation, out var times))
        {
            milliseconds[operation] = times = [];
        }

        times.Add(took);
    }

    private static string Shorten(string text) => text.Length <= MaximumPrintedBody ? text : $"{text[..MaximumPrintedBody]}… ({text.Length} characters)";
}

/// <summary>A part of the day, for the table at the end.</summary>
internal sealed record Chapter(string Title)
{
    public int Requests { get; set; }

    public int Failures { get; set; }

    /// <summary>Why it, or the rest of it, wasn't played; null where it was.</summary>
    public string? NotPlayed { get; set; }
}

/// <summary>An answer that isn't what was needed.</summary>
/// <param name="Needed">What should have been.</param>
/// <param name="Fact">Where that is from.</param>
/// <param name="Seen">Who would notice what: Okta's administrator, or nobody.</param>
/// <param name="Answer">Null where no answer over HTTP was at fault.</param>
internal sealed record Failure(string Needed, string Fact, string Seen, OktaAnswer? Answer = null);
