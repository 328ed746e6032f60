using Grpc.Core;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OptiId.ServiceDefaults;

/// <summary>Typed clients of the other services.</summary>
public static class ServiceClients
{
    // A stuck peer must not hold a SCIM request for long: Okta gives up after 60 s and an administrator looks at a spinner.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds a client of a service. Its address is the setting <c>Services:NAME</c>, e.g. <c>Services:identity=http://127.0.0.1:5101</c>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="service">The callee: identity, groups, tokens, access.</param>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : ClientBase
    {
        services.AddGrpcClient<TClient>(NameOf<TClient>(service), (provider, options) =>
            {
                var address = provider.GetRequiredService<IConfiguration>()[$"Services:{service}"]
                    ?? throw new InvalidOperationException($"Services:{service} is not set: the address of the {service} service, e.g. http://127.0.0.1:5101.");
                options.Address = new Uri(address);
                var secret = provider.GetRequiredService<IOptions<CallerOptions>>().Value.Read();
                options.InterceptorRegistrations.Add(new InterceptorRegistration(InterceptorScope.Channel, _ => new CallInterceptor(secret, Deadline)));
            })
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = MessageSizes.Maximum;
                channel.MaxSendMessageSize = MessageSizes.Maximum;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            });
        return services;
    }

    /// <summary>A client added by <see cref="AddServiceClient{TClient}"/>, of the named service where several serve the same API.</summary>
    public static TClient GetServiceClient<TClient>(this IServiceProvider provider, string service)
        where TClient : ClientBase => provider.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(NameOf<TClient>(service));

    private static string NameOf<TClient>(string service) => $"{service}/{typeof(TClient).FullName}";
}
