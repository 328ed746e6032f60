using Google.Rpc;
using Grpc.Core;

namespace OptiId.Cli;

/// <summary>What a service's refusal says to the operator.</summary>
internal static class Refusal
{
    /// <summary>The reason's name in errors/v1/reasons.proto without its prefix; empty where there is none.</summary>
    public static string ReasonOf(RpcException exception) => exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "";

    /// <summary>The service's own sentence; where the call never reached it, what happened instead.</summary>
    public static string Describe(RpcException exception, string service) => exception.StatusCode switch
    {
        _ when ReasonOf(exception).Length > 0 => exception.Status.Detail,
        StatusCode.Unavailable => $"The {service} service doesn't answer; is it running? ({exception.Status.Detail})",
        StatusCode.DeadlineExceeded => $"The {service} service didn't answer in time. Whether it did what was asked isn't known; look before you repeat it.",
        _ => exception.Status.Detail,
    };
}
