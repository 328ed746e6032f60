using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>How each service begins.</summary>
public static class ServiceHost
{
    /// <summary>Builds a service and runs it until it is told to stop.</summary>
    /// <param name="build">Builds it.</param>
    /// <returns>The exit code: 1 after one line on the error output, where a file that the operator wrote can't be used.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            await build().RunAsync();
            return 0;
        }
        catch (SchemaFileException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

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
