using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OptiId.Hosting;

/// <summary>Waits for what other services do a moment later.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Looks again and again until it holds, for up to 20 seconds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        ArgumentNullException.ThrowIfNull(holds);
        for (var started = Stopwatch.GetTimestamp(); !await holds();)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Never held within {Patience}: {what}");
            }

            await Task.Delay(20);
        }
    }
}
