using OptiId.Identity.Storage;
using OptiId.Identity.V1;

namespace OptiId.Identity;

/// <summary>optiid.identity.v1.OrganizationsService, a file for each RPC.</summary>
internal sealed partial class OrganizationsRpc(OrganizationStore store, TimeProvider time) : OrganizationsService.OrganizationsServiceBase;
