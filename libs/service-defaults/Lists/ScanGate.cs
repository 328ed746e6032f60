using System.Diagnostics;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Lets one search that no index serves run at a time in a service, and gives the rest of the machine its turn after each step: a search
/// through 100,000 users is there for an answer, not for slowing others down.
/// </summary>
public sealed class ScanGate : IDisposable
{
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Waits for the turn.</summary>
    /// <returns>Dispose it at the search's end.</returns>
    /// <exception cref="RefusedException">BUSY: others search for so long that it isn't worth waiting.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation) => await turn.WaitAsync(MaximumWait, cancellation)
        ? new Turn(turn)
        : throw new RefusedException(Reason.Busy, "Other searches that no index serves are running; try again shortly.");

    /// <summary>Rests for as long as the step took, so that half of one processor is the most that searches take.</summary>
    /// <param name="started">When the step began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="cancellation">The caller went away.</param>
    public static Task RestAsync(long started, CancellationToken cancellation) => Task.Delay(Stopwatch.GetElapsedTime(started), cancellation);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                turn.Release();
            }
        }
    }
}
