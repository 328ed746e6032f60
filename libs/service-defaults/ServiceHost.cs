using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>How each service begins.</summary>
public static class ServiceHost
{
    /// <summary>Builds a service and runs it until it is told to stop; or renews the epochs of its log, where an argument asks for that.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>, and <c>--renew-epochs</c>.</param>
    /// <param name="build">Builds it by the settings.</param>
    /// <returns>The exit code: 1 after a line for each problem on the error output, where its settings or a file that the operator wrote can't be used.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        string[] settings = [.. args.Where(argument => argument != EpochRenewal.Argument)];
        try
        {
            var app = build(settings);
            if (settings.Length < args.Length)
            {
                await using (app)
                {
                    await EpochRenewal.RunAsync(app.Services, Console.Out);
                }

                return 0;
            }

            _ = app.Services.GetServices<IHostedService>().ToList(); // what they lack is said now, and not as a failure of the host
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (ProblemsOf(e) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(problem);
            }

            return 1;
        }
    }

    private static IReadOnlyList<string> ProblemsOf(Exception exception) => exception switch
    {
        SchemaFileException or SettingsException => [exception.Message],
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several => [.. several.InnerExceptions.SelectMany(ProblemsOf)],
        _ => [],
    };

    /// <summary>A builder whose gRPC endpoint is on loopback at the service's own port unless <c>Endpoints:Grpc</c> says otherwise.</summary>
    /// <param name="args">Settings as <c>--Section:Key=value</c>.</param>
    /// <param name="grpcPort">The service's default port.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, int grpcPort)
    {
        var builder = WebApplication.CreateBuilder(args);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = [new("Endpoints:Grpc", $"http://127.0.0.1:{grpcPort}")],
        });
        return builder;
    }
}
