using System.Text;
using OptiId.Scim;

namespace OptiId.Fuzz;

/// <summary>One way in, with what must hold of every input. An entrance's check throws where it doesn't.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Corpus">What its inputs are made of.</param>
/// <param name="Check">Takes an input in; a refusal leaves as <see cref="ScimRefusedException"/>.</param>
internal sealed record Entrance(string Name, IReadOnlyList<string> Corpus, Action<byte[]> Check)
{
    // Far more than any input needs, far less than one that goes wrong takes: the entrances are linear in the input.
    private const long BytesEach = 4_000_000, BytesPerByte = 40_000;
    private const double MillisecondsEach = 100, MillisecondsPerByte = 0.05;
    private const int MeasuredAgain = 3;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Entrance> All { get; } =
    [
        new("filter", Fuzz.Corpus.Filters, input => Checks.Filter(Encoding.UTF8.GetString(input), ResourceTypes.User)),
        new("group-filter", Fuzz.Corpus.Filters, input => Checks.Filter(Encoding.UTF8.GetString(input), ResourceTypes.Group)),
        new("path", Fuzz.Corpus.Paths, input => Checks.Path(Encoding.UTF8.GetString(input))),
        new("json", Fuzz.Corpus.Bodies, Checks.Json),
        new("patch", Fuzz.Corpus.Patches, Checks.Patch),
        new("names", Fuzz.Corpus.Names, input => Checks.Names(Encoding.UTF8.GetString(input))),
    ];

    /// <summary>Runs an input.</summary>
    /// <returns>What is wrong; null for nothing.</returns>
    public string? FindProblem(byte[] input, out bool isAccepted)
    {
        isAccepted = false;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Environment.TickCount64;
        try
        {
            Check(input);
            isAccepted = true;
        }
        catch (ScimRefusedException)
        {
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}";
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > BytesEach + (BytesPerByte * input.Length))
        {
            return $"{allocated} bytes were allocated for an input of {input.Length}.";
        }

        return Environment.TickCount64 - started > TimeLimit(input) ? FindSlowness(input) : null;
    }

    private static double TimeLimit(byte[] input) => MillisecondsEach + (MillisecondsPerByte * input.Length);

    // It looked slow; another process may have been. Processor time says, and it takes the best of several.
    private string? FindSlowness(byte[] input)
    {
        var best = double.MaxValue;
        for (var run = 0; run < MeasuredAgain; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            try
            {
                Check(input);
            }
            catch (ScimRefusedException)
            {
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        return best > TimeLimit(input) ? $"{best:N0} ms of processor time for an input of {input.Length} bytes." : null;
    }
}
