using System.Buffers;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.ScimGateway.Storage;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>optiid.gateway.v1.ProvisioningLogService; an RPC a file.</summary>
internal sealed partial class ProvisioningLogRpc(RequestStore store, GroupsService.GroupsServiceClient groups, TimeProvider time, IHostApplicationLifetime lifetime)
    : ProvisioningLogService.ProvisioningLogServiceBase
{
    private const int MaximumIdLength = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    // An organization's id becomes part of keys, so it is looked at.
    private LogKeys KeysOf(string organizationId) => organizationId.Length is > 0 and <= MaximumIdLength && !organizationId.AsSpan().ContainsAnyExcept(IdCharacters)
        ? store.KeysOf(organizationId)
        : throw new RefusedException(Reason.InvalidValue, "The organization's id is missing or isn't one of this system's.");
}
