using System.Diagnostics;
using System.Globalization;

namespace OptiId.Testing;

/// <summary>One <c>redis-server</c> of several that belong together.</summary>
public sealed class RedisNode : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly RedisProcess process;

    private RedisNode(RedisProcess process) => this.process = process;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port => process.Port;

    /// <summary>Whether it is a master now.</summary>
    public async Task<bool> IsMasterAsync() => (await AskAsync("INFO replication")).Contains("role:master", StringComparison.Ordinal);

    /// <summary>Whether it is a replica whose link to its master is up.</summary>
    public async Task<bool> IsReplicaInStepAsync() => (await AskAsync("INFO replication")).Contains("master_link_status:up", StringComparison.Ordinal);

    /// <summary>Asks it a command of words without spaces, past any routing.</summary>
    /// <returns>The answer as it came over the wire; empty where it doesn't answer.</returns>
    public Task<string> AskAsync(string command) => process.AskAsync(command);

    /// <summary>Tells it a command that must succeed.</summary>
    public async Task TellAsync(string command)
    {
        var answer = await AskAsync(command);
        if (!answer.StartsWith("+OK", StringComparison.Ordinal) && !answer.StartsWith("+NOKEY", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Redis at {Port} answered {command}: {answer}");
        }
    }

    /// <summary>kill -9; it stays away until <see cref="UpAsync"/>.</summary>
    public Task DownAsync() => process.KillAsync();

    /// <summary>A new start on the same data and port.</summary>
    public Task UpAsync() => process.StartAgainAsync();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();

    internal static async Task<RedisNode> StartAsync(int port, params string[] settings) =>
        new(await RedisProcess.TryStartAsync(settings, port)
            ?? throw new MissingServerException("These tests need redis-server 7: install Debian's package redis-server."));

    /// <summary>Waits for a state of several servers.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); !await holds();)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"Redis: never within {Limit}: {what}");
            }

            await Task.Delay(50);
        }
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
