using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace OptiId.Testing;

/// <summary>
/// The net between a service and its store, which can lose the answer to a commit: the store has written it, and the service can't know (P29).
/// </summary>
public sealed class LosingNet : IAsyncDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DnsEndPoint store;
    private readonly Task accepting;
    private string? about;

    /// <summary>Lies before a store.</summary>
    /// <param name="store">What StackExchange.Redis connects to.</param>
    public LosingNet(string store)
    {
        var address = ConfigurationOptions.Parse(store).EndPoints[0];
        this.store = address is IPEndPoint ip ? new(ip.Address.ToString(), ip.Port) : (DnsEndPoint)address;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What StackExchange.Redis connects to instead.</summary>
    public string Connection => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private static readonly string[] Commits = ["EVAL", "OPTIID.COMMIT"];

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Loses the answer to the next commit that says a text, an id for example.</summary>
    public void LoseAnswerAbout(string text) => Volatile.Write(ref about, text);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener.Stop();
        await accepting;
        closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await listener.AcceptTcpClientAsync(closed.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(carried);
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(store.Host, store.Port, closed.Token);
                using var answers = CancellationTokenSource.CreateLinkedTokenSource(closed.Token);
                var (asking, answered) = (client.GetStream(), server.GetStream());
                var answering = answered.CopyToAsync(asking, answers.Token);
                var isLost = await AskAsync(asking, answered, answers);
                server.Client.Shutdown(SocketShutdown.Send); // the store has all of it, and does it before it sees the end
                if (isLost)
                {
                    await Task.WhenAny(answering);
                    await answered.CopyToAsync(Stream.Null, closed.Token);
                }
                else
                {
                    await answering;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
            }
        }
    }

    /// <returns>Whether the answer to what was asked last is to be lost.</returns>
    private async Task<bool> AskAsync(NetworkStream client, NetworkStream server, CancellationTokenSource answers)
    {
        var buffer = new byte[1 << 20];
        var before = ""; // a command may come in two parts: the script, then its keys
        while (await client.ReadAsync(buffer, closed.Token) is > 0 and var count)
        {
            var asked = Encoding.Latin1.GetString(buffer, 0, count);
            var isLost = IsToBeLost(before, asked);
            before = asked;
            if (isLost)
            {
                await answers.CancelAsync();
            }

            await server.WriteAsync(buffer.AsMemory(0, count), closed.Token);
            if (isLost)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsToBeLost(string before, string asked)
    {
        if (Volatile.Read(ref about) is not { } text || !asked.Contains(text, StringComparison.Ordinal)
            || !Commits.Any(commit => asked.Contains(commit, StringComparison.OrdinalIgnoreCase) || before.Contains(commit, StringComparison.OrdinalIgnoreCase))
            || Interlocked.CompareExchange(ref about, null, text) != text)
        {
            return false;
        }

        Lost++;
        return true;
    }
}
