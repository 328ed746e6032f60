using OptiId.Hosting;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>An Admin Center before the services of this assembly, at an address without TLS, once for all tests that need no other.</summary>
public sealed class RunningAdmin(RunningOnEmbedded running) : IAsyncLifetime
{
    internal RunningAdminCenter Center { get; private set; } = null!;

    internal RunningOnEmbedded Running => running;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Center = await running.Services.StartAdminCenterAsync();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // ends with the services
}
