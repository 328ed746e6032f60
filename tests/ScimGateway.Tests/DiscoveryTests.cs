using OptiId.Hosting;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the tests of discovery begin with: an organization, and what it is told.</summary>
public abstract class DiscoveryTests(RunningGateway running) : IAsyncLifetime
{
    private protected RunningGateway Running { get; } = running;

    private protected ScimClient scim = null!;
    private protected DiscoveryDocuments documents = null!;

    public async ValueTask InitializeAsync()
    {
        (_, scim) = await Running.NewOrganizationAsync();
        documents = await DiscoveryDocuments.ReadAsync(scim);
    }

    public ValueTask DisposeAsync()
    {
        scim.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
