using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.ScimGateway.Storage;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>optiid.gateway.v1.ProvisioningLogService; an RPC a file.</summary>
internal sealed partial class ProvisioningLogRpc(RequestStore store, GroupsService.GroupsServiceClient groups, TimeProvider time, IHostApplicationLifetime lifetime)
    : ProvisioningLogService.ProvisioningLogServiceBase
{
    // An organization's id becomes part of keys, so it is looked at.
    private LogKeys KeysOf(string organizationId) => store.KeysOf(OrganizationIds.Check(organizationId));
}
