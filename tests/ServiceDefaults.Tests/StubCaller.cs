using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OptiId.Gateway.V1;
using OptiId.Tokens.V1;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>A service's clients, as its settings make them.</summary>
internal sealed class StubCaller : IDisposable
{
    private readonly ServiceProvider provider;

    public StubCaller(params IEnumerable<(string Name, string Value)> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build());
        services.AddLogging();
        services.AddOptions<CallerOptions>().BindConfiguration("Callers");
        services.AddServiceClient<TokensService.TokensServiceClient>("tokens");
        services.AddServiceClient<ProvisioningLogService.ProvisioningLogServiceClient>("tokens");
        provider = services.BuildServiceProvider();
    }

    public TokensService.TokensServiceClient Tokens => provider.GetServiceClient<TokensService.TokensServiceClient>("tokens");

    public ProvisioningLogService.ProvisioningLogServiceClient Log => provider.GetServiceClient<ProvisioningLogService.ProvisioningLogServiceClient>("tokens");

    /// <summary>An RPC that may be sent again.</summary>
    public async Task<StatusCode> CallRepeatableAsync() => await StatusOfAsync(async () => await Tokens.AuthenticateTokenAsync(new()));

    /// <summary>An RPC that mayn't.</summary>
    public async Task<StatusCode> CallOnceAsync() => await StatusOfAsync(async () => await Tokens.IssueTokenAsync(new()));

    public void Dispose() => provider.Dispose();

    private static async Task<StatusCode> StatusOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
