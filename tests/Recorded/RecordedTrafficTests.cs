using OptiId.Hosting;
using OptiId.Testing;
using Xunit;

namespace OptiId.Recorded.Tests;

/// <summary>The recorded sequences against every service and the gateway, in this process over the embedded store.</summary>
public sealed class RecordedTrafficTests(RecordedTrafficTests.RunningSystem system)
    : RecordedTrafficAgainstTheWholeSystem, IClassFixture<RecordedTrafficTests.RunningSystem>
{
    /// <inheritdoc />
    protected override async Task<(HttpClient Client, Uri BaseUrl, string Token)> StartWithNewOrganizationAsync()
    {
        var organizationId = await system.Services.CreateOrganizationAsync();
        return (system.Client, system.BaseUrl, (await system.Services.IssueTokenAsync(organizationId)).Secret);
    }

    /// <summary>Once for all of them.</summary>
    public sealed class RunningSystem() : RunningOn(new EmbeddedTestStore())
    {
        /// <summary>Reaches the gateway.</summary>
        public HttpClient Client { get; } = new();

        /// <summary>The SCIM base URL.</summary>
        public Uri BaseUrl { get; private set; } = null!;

        /// <inheritdoc />
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            BaseUrl = await Services.StartGatewayAsync();
        }

        /// <inheritdoc />
        public override ValueTask DisposeAsync()
        {
            Client.Dispose();
            return base.DisposeAsync();
        }
    }
}
