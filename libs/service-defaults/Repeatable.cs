using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using IdempotencyLevel = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;

namespace OptiId.ServiceDefaults;

/// <summary>
/// Which RPCs may be sent again when nobody knows whether they ran: those whose <c>idempotency_level</c> in <c>protos/</c> says so. All
/// others reach the callee once at most.
/// </summary>
internal static class Repeatable
{
    private static readonly RetryPolicy WhileAway = new()
    {
        MaxAttempts = 4,
        InitialBackoff = TimeSpan.FromMilliseconds(100),
        BackoffMultiplier = 2,
        MaxBackoff = TimeSpan.FromSeconds(1),
        RetryableStatusCodes = { StatusCode.Unavailable },
    };

    /// <summary>The full names, <c>/optiid.identity.v1.UsersService/GetUser</c>, of what a client may send again.</summary>
    public static IReadOnlySet<string> MethodsOf<TClient>() => Of<TClient>().Select(method => $"/{method.Service.FullName}/{method.Name}").ToHashSet();

    /// <summary>How a client without a sidecar spreads its calls over replicas, and repeats these.</summary>
    public static ServiceConfig ServiceConfigOf<TClient>()
    {
        var methods = new MethodConfig { RetryPolicy = WhileAway };
        foreach (var method in Of<TClient>())
        {
            methods.Names.Add(new() { Service = method.Service.FullName, Method = method.Name });
        }

        return new() { LoadBalancingConfigs = { new RoundRobinConfig() }, MethodConfigs = { methods } };
    }

    // The generated client is a class within the generated class of its service, which knows the descriptor.
    private static IEnumerable<MethodDescriptor> Of<TClient>()
    {
        var service = (ServiceDescriptor)typeof(TClient).DeclaringType!.GetProperty("Descriptor")!.GetValue(null)!;
        return service.Methods.Where(method => method.GetOptions()?.IdempotencyLevel is IdempotencyLevel.NoSideEffects or IdempotencyLevel.Idempotent);
    }
}
