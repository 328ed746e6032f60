using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OptiId.ServiceDefaults;

/// <summary>Typed clients of the other services.</summary>
public static class ServiceClients
{
    // A stuck peer must not hold a SCIM request for long: Okta gives up after 60 s and an administrator looks at a spinner.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds a client of a service. Where it is, is the setting <c>Services:NAME</c>: <c>http://127.0.0.1:5102</c>, the addresses of several
    /// replicas with commas between them, or <c>dapr:identity</c>, through the caller's Dapr sidecar.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="service">The callee: identity, groups, tokens, access.</param>
    public static IServiceCollection AddServiceClient<TClient>(this IServiceCollection services, string service)
        where TClient : ClientBase
    {
        services.TryAddSingleton<ResolverFactory, ReplicaResolverFactory>();
        services.AddGrpcClient<TClient>(NameOf<TClient>(service), (provider, options) =>
            {
                var configuration = provider.GetRequiredService<IConfiguration>();
                var (address, sidecar) = (ServiceAddress.Of(configuration, service), DaprSidecar.Of(configuration));
                options.Address = address switch
                {
                    { AppId: not null } => sidecar.Address,
                    { Straight: [var one] } => one,
                    _ => ReplicaResolverFactory.AddressOf(service),
                };
                var secret = provider.GetRequiredService<IOptions<CallerOptions>>().Value.Read();
                var interceptor = new CallInterceptor(Deadline, secret, address.AppId, sidecar.ApiToken, Repeatable.MethodsOf<TClient>());
                options.InterceptorRegistrations.Add(new(InterceptorScope.Channel, _ => interceptor));
            })
            .ConfigureChannel((provider, channel) =>
            {
                channel.MaxReceiveMessageSize = MessageSizes.Maximum;
                channel.MaxSendMessageSize = MessageSizes.Maximum;
                if (ServiceAddress.Of(provider.GetRequiredService<IConfiguration>(), service) is { AppId: null } straight)
                {
                    // Through Dapr its Resiliency repeats; two that repeat would multiply.
                    channel.ServiceConfig = Repeatable.ServiceConfigOf<TClient>();
                    channel.Credentials = straight.Straight[0].Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
                    channel.InitialReconnectBackoff = TimeSpan.FromMilliseconds(100);
                    channel.MaxReconnectBackoff = TimeSpan.FromSeconds(1); // gRPC's own two minutes would keep a callee out long after it is back
                }
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
