using System.Collections.Frozen;
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
    /// <param name="reason">Which rule.</param>
    /// <param name="message">A sentence for an administrator.</param>
    /// <param name="metadata">What only the calling service is to know.</param>
    public static RpcException ToRpcException(Reason reason, string message, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = NameOf(reason) };
        foreach (var (name, value) in metadata ?? FrozenDictionary<string, string>.Empty)
        {
            info.Metadata[name] = value;
        }

        return new Google.Rpc.Status { Code = (int)CodeOf(reason), Message = message, Details = { Any.Pack(info) } }.ToRpcException();
    }

    /// <summary>The reason that an RPC error carries; unspecified where it carries none.</summary>
    public static Reason ReasonOf(RpcException exception) =>
        InfoOf(exception) is { } info && ByName.TryGetValue(info.Reason, out var reason) ? reason : Reason.Unspecified;

    /// <summary>What an RPC error says to the calling service alone; empty where it says nothing of this name.</summary>
    public static string MetadataOf(RpcException exception, string name) => InfoOf(exception)?.Metadata.GetValueOrDefault(name) ?? "";

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

    private static ErrorInfo? InfoOf(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Domain: Domain } info ? info : null;
    }

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
