using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.OktaSim.Product;

/// <summary>The product's own side, over gRPC: what an administrator does there, and who may do what.</summary>
internal sealed class ProductServices : IDisposable
{
    private const string CallerSecretHeader = "optiid-caller-secret";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly List<GrpcChannel> channels = [];
    private readonly Transcript transcript;

    private ProductServices(ServiceAddresses addresses, Transcript transcript)
    {
        this.transcript = transcript;
        Tokens = new TokensService.TokensServiceClient(Invoker(addresses.Tokens, addresses.CallerSecret));
        Users = new UsersService.UsersServiceClient(Invoker(addresses.Identity, addresses.CallerSecret));
        var groups = Invoker(addresses.Groups, addresses.CallerSecret);
        Groups = new GroupsService.GroupsServiceClient(groups);
        Instances = new InstancesService.InstancesServiceClient(groups);
        Access = new AccessService.AccessServiceClient(Invoker(addresses.Access, addresses.CallerSecret));
    }

    public string OrganizationId { get; private set; } = "";

    public TokensService.TokensServiceClient Tokens { get; }

    public UsersService.UsersServiceClient Users { get; }

    public GroupsService.GroupsServiceClient Groups { get; }

    public InstancesService.InstancesServiceClient Instances { get; }

    public AccessService.AccessServiceClient Access { get; }

    /// <summary>Asks the tokens service whose token this is.</summary>
    /// <exception cref="RpcException">It can't be reached, or refuses.</exception>
    public static async Task<ProductServices> ConnectAsync(ServiceAddresses addresses, string token, Transcript transcript, CancellationToken cancellation)
    {
        var services = new ProductServices(addresses, transcript);
        try
        {
            var request = new AuthenticateTokenRequest { Secret = token };
            var answer = await services.Tokens.AuthenticateTokenAsync(request, Options(cancellation));
            services.OrganizationId = answer.OrganizationId;
            return services;
        }
        catch
        {
            services.Dispose();
            throw;
        }
    }

    /// <summary>Calls, and notes how long it took.</summary>
    /// <param name="purpose">What is being done, in words; empty: not worth a line.</param>
    public async Task<T> CallAsync<T>(string purpose, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await call(Options(cancellation));
        transcript.AddCall(typeof(T).Name.Replace("Response", "", StringComparison.Ordinal), purpose, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return answer;
    }

    /// <summary>A new cause for each write: it is the idempotency key too.</summary>
    public static Cause NewCause() => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:okta-sim" };

    public void Dispose() => channels.ForEach(channel => channel.Dispose());

    private static CallOptions Options(CancellationToken cancellation) => new(deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellation);

    private CallInvoker Invoker(Uri address, string callerSecret)
    {
        var channel = GrpcChannel.ForAddress(address);
        channels.Add(channel);
        return callerSecret.Length == 0
            ? channel.CreateCallInvoker()
            : channel.Intercept(metadata =>
            {
                metadata.Add(CallerSecretHeader, callerSecret);
                return metadata;
            });
    }
}
