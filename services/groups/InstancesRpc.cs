using OptiId.Groups.Storage;
using OptiId.Groups.V1;

namespace OptiId.Groups;

/// <summary>optiid.groups.v1.InstancesService, a file for each RPC.</summary>
internal sealed partial class InstancesRpc(InstanceStore store, GrantStore grants, TimeProvider time) : InstancesService.InstancesServiceBase;
