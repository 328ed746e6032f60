using System.Diagnostics;

namespace OptiId.Store.Tests;

/// <summary>Waits for a state.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until it holds, for up to 30 seconds; a store that is away is one where it doesn't hold yet.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); !await TryAsync(holds);)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"Never within {Limit}: {what}");
            }

            await Task.Delay(50);
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> holds)
    {
        try
        {
            return await holds();
        }
        catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException)
        {
            return false;
        }
    }
}
