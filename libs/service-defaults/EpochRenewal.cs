using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OptiId.Store;

namespace OptiId.ServiceDefaults;

/// <summary>
/// What an operator does after putting a backup back, in the place of serving: the service's log begins new epochs, so that whoever followed it takes a
/// snapshot instead of going on by numbers that mean other changes now. May be done at any time, and again.
/// </summary>
internal static class EpochRenewal
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "--renew-epochs";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Does it, and says what was done.</summary>
    /// <param name="services">A service that isn't started.</param>
    /// <param name="output">Where a sentence goes.</param>
    /// <param name="patience">How long a store is waited for that is away; by default half a minute.</param>
    /// <exception cref="SettingsException">The store stayed away. Some partitions may have been renewed.</exception>
    public static async Task RunAsync(IServiceProvider services, TextWriter output, TimeSpan? patience = null)
    {
        var (log, store) = (services.GetRequiredService<ChangeLog>(), services.GetRequiredService<StoreConnection>());
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                var used = (await log.ReadHeadsAsync()).Count(head => head.Sequence > 0);
                await log.RaiseEpochAsync();
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The log of {log.Source} at {store.Address} has begun new epochs in all {Partition.Count} partitions, {used} of which have entries. Whoever follows it takes a snapshot."));
                return;
            }
            catch (Exception e) when (StoreSession.IsAway(e))
            {
                if (Stopwatch.GetElapsedTime(began) > (patience ?? Patience))
                {
                    throw new SettingsException($"The store at {store.Address} (Store:Connection) does not answer: {e.Message}. Do it again when it does.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }
}
