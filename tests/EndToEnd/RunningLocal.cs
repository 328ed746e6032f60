using OptiId.Common.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>One local run for the tests of this assembly that need no other; each has an organization of its own.</summary>
public sealed class RunningLocal : IAsyncLifetime
{
    private readonly LocalRunHome home = new();

    /// <summary>The user's folder, for the tools.</summary>
    public string Home => home.Path;

    /// <summary>The SCIM base URL.</summary>
    public Uri ScimBaseUrl => home.ScimBaseUrl;

    internal LocalRunProcess Process { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Process = await LocalRunProcess.StartAsync(home);

    /// <summary>A new organization in SCIM mode with a token.</summary>
    public async Task<(string Name, string Id, string Token)> NewOrganizationAsync()
    {
        var organizations = Process.Client(run => run.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker));
        var tokens = Process.Client(run => run.Tokens, invoker => new TokensService.TokensServiceClient(invoker));
        var cause = new Cause { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:test" };
        var organization = (await organizations.CreateOrganizationAsync(
            new() { Name = $"Test {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = cause })).Organization;
        var token = await tokens.IssueTokenAsync(new() { OrganizationId = organization.Id, Label = "Test", Cause = RunningServices.NewCause() });
        return (organization.Name, organization.Id, token.Secret);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }

        home.Dispose();
    }
}
