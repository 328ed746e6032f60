using System.Collections.Concurrent;
using DotNet.Testcontainers.Containers;
using OptiId.EmbeddedStore;

namespace OptiId.Testing;

/// <summary>A server by Testcontainers.</summary>
internal sealed class ContainerHost : ServerHost
{
    /// <summary>The label of every container of these tests.</summary>
    public const string Label = "optiid-tests";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // Not tried again in this process: where no registry can be reached, each try takes seconds.
    private static readonly ConcurrentDictionary<string, bool> Missing = [];

    private readonly IContainer container;

    private ContainerHost(IContainer container, int port) => (this.container, Port) = (container, port);

    public override int Port { get; }

    /// <summary>Starts one; null where no engine answers, or the image can't be had.</summary>
    /// <param name="image">The image, for the line that tells of it; an empty one: none.</param>
    /// <param name="build">Builds the container for a port of 127.0.0.1; fixed, so that it is the same after a new start.</param>
    public static async Task<ContainerHost?> TryStartAsync(string image, Func<int, IContainer> build)
    {
        if (image.Length == 0 || Missing.ContainsKey(image) || !await ContainerEngine.AnswersAsync())
        {
            return null;
        }

        var port = LoopbackPort.FindFree();
        var container = build(port);
        try
        {
            using var limit = new CancellationTokenSource(StartLimit);
            await container.StartAsync(limit.Token);
            TestEnvironment.Say($"{image} by Testcontainers");
            return new(container, port);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Missing[image] = true;
            TestEnvironment.Say($"a container engine answers, but {image} can't be started: {e.Message}");
            await container.DisposeAsync();
            return null;
        }
    }

    public override Task KillAsync() => ContainerEngine.KillAsync(container.Id);

    public override Task StopAsync() => container.StopAsync();

    public override Task StartAgainAsync() => ContainerEngine.StartAsync(container.Id);

    public override ValueTask DisposeAsync() => container.DisposeAsync();
}
