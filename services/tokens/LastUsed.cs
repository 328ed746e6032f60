using System.Collections.Concurrent;
using System.Threading.Channels;
using OptiId.Tokens.Storage;

namespace OptiId.Tokens;

/// <summary>
/// Notes when tokens were used: at most one write a token and minute, never while somebody waits for it. What can't be written is let
/// go: the next use in a later minute is noted again.
/// </summary>
internal sealed class LastUsed(TokenStore store, TimeProvider clock, ILogger<LastUsed> logger) : BackgroundService
{
    private const int MaximumWaiting = 10_000;

    private readonly Channel<Use> waiting = Channel.CreateBounded<Use>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<string, long> noted = new(StringComparer.Ordinal);

    /// <summary>A token was used now. Returns at once.</summary>
    public void Note(string organizationId, string tokenId)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (noted.TryGetValue(tokenId, out var last) && last == minute)
        {
            return;
        }

        if (noted.Count >= MaximumWaiting)
        {
            noted.Clear(); // It only saves looking into the store, which decides whether there is something to write.
        }

        noted[tokenId] = minute;
        waiting.Writer.TryWrite(new(organizationId, tokenId, minute));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var use in waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await store.WriteLastUsedAsync(use.OrganizationId, use.TokenId, use.Minute);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TokensLog.NotNoted(logger, use.TokenId, e);
            }
        }
    }

    private readonly record struct Use(string OrganizationId, string TokenId, long Minute);
}
