using System.Net;
using System.Net.Sockets;

namespace OptiId.Testing;

/// <summary>Ports of loopback for whoever has to be told one before it listens.</summary>
public static class FreePorts
{
    // Below the range from which the system gives ports to whoever connects, so that nobody gets one in between.
    private const int First = 12_000, Last = 30_000;

    /// <summary>The first of some ports in a row on which nobody listens.</summary>
    public static int Find(int count = 1)
    {
        while (true)
        {
            var first = Random.Shared.Next(First, Last);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
