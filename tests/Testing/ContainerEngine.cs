using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace OptiId.Testing;

/// <summary>The container engine of this machine, if one answers.</summary>
public static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lazy<Task<bool>> Answer = new(PingAsync);

    /// <summary>Whether an engine answers; asked once.</summary>
    public static Task<bool> AnswersAsync() => Answer.Value;

    /// <summary>Sends a container a signal; Testcontainers itself can only stop one in good order.</summary>
    public static Task KillAsync(string containerId) => PostAsync($"/containers/{containerId}/kill?signal=KILL");

    /// <summary>Starts a container that has ended, with its data and ports.</summary>
    public static Task StartAsync(string containerId) => PostAsync($"/containers/{containerId}/start");

#pragma warning disable CA2255 // a library of test fixtures: whoever loads it wants Testcontainers to work
    [ModuleInitializer]
    internal static void ChooseSettings()
#pragma warning restore CA2255
    {
        SetUnlessSet("DOCKER_API_VERSION", "1.41"); // Debian 12's engine; Testcontainers asks for more than it speaks
        SetUnlessSet("TESTCONTAINERS_RYUK_DISABLED", "true"); // its image can't be had everywhere; the fixtures clear up
        SetUnlessSet("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1"); // inside a container it would take the bridge's address
    }

    private static void SetUnlessSet(string name, string value)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private static async Task<bool> PingAsync()
    {
        try
        {
            using var client = Open();
            client.Timeout = Patience;
            using var answer = await client.GetAsync(new Uri("/_ping", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task PostAsync(string path)
    {
        using var client = Open();
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static HttpClient Open()
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } set ? new Uri(set) : new Uri("unix:///var/run/docker.sock");
        if (host.Scheme != "unix")
        {
            return new HttpClient { BaseAddress = new UriBuilder(host) { Scheme = "http" }.Uri };
        }

#pragma warning disable CA2000 // the client disposes of it
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning restore CA2000
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
    }
}
