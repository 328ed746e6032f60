using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>The one vocabulary of refusal as it crosses services: google.rpc.Status with an ErrorInfo (errors/v1/reasons.proto).</summary>
public static class Refusals
{
    private const string Domain = "optiid";
    private const string EnumPrefix = "REASON_";

    private static readonly Dictionary<string, Reason> ByName = System.Enum.GetValues<Reason>().ToDictionary(NameOf);

    /// <summary>A refusal as an RPC error.</summary>
    public static RpcException ToRpcException(Reason reason, string message) => new Google.Rpc.Status
    {
        Code = (int)CodeOf(reason),
        Message = message,
        Details = { Any.Pack(new ErrorInfo { Domain = Domain, Reason = NameOf(reason) }) },
    }.ToRpcException();

    /// <summary>The reason that an RPC error carries; unspecified where it carries none.</summary>
    public static Reason ReasonOf(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Domain: Domain } info && ByName.TryGetValue(info.Reason, out var reason)
            ? reason
            : Reason.Unspecified;
    }

    /// <summary>The reason of a refusal by the SCIM language (a patch, a filter) where a service applies it.</summary>
    public static Reason ReasonOf(ScimType type) => type switch
    {
        ScimType.InvalidFilter => Reason.InvalidFilter,
        ScimType.TooMany => Reason.TooMany,
        ScimType.Mutability => Reason.Mutability,
        ScimType.InvalidSyntax => Reason.InvalidSyntax,
        ScimType.InvalidPath => Reason.InvalidPath,
        ScimType.NoTarget => Reason.NoTarget,
        ScimType.Sensitive => Reason.Sensitive,
        ScimType.InvalidCursor => Reason.InvalidCursor,
        ScimType.ExpiredCursor => Reason.ExpiredCursor,
        ScimType.InvalidCount => Reason.InvalidCount,
        ScimType.InvalidVers => Reason.VersionMismatch,
        ScimType.Uniqueness => Reason.UserNameTaken,
        _ => Reason.InvalidValue,
    };

    /// <summary>A reason as it crosses: <c>USER_NAME_TAKEN</c>.</summary>
    public static string NameOf(Reason reason) =>
        ReasonsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name[EnumPrefix.Length..];

    private static StatusCode CodeOf(Reason reason) => (int)reason switch
    {
        >= 60 => StatusCode.Unavailable,
        50 => StatusCode.Unauthenticated,
        >= 50 => StatusCode.PermissionDenied,
        >= 40 => StatusCode.FailedPrecondition,
        >= 30 => StatusCode.AlreadyExists,
        >= 20 => StatusCode.NotFound,
        >= 1 => StatusCode.InvalidArgument,
        _ => StatusCode.Internal,
    };
}
