using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace OptiId.ServiceDefaults;

/// <summary>How each service begins.</summary>
public static class ServiceHost
{
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
