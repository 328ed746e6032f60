using Microsoft.Extensions.Options;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;

namespace OptiId.Identity;

/// <summary>optiid.identity.v1.UsersService, a file for each RPC.</summary>
internal sealed partial class UsersRpc(
    UserStore store, UserChanges changes, OrganizationStore organizations, IOptions<IdentityOptions> options) : UsersService.UsersServiceBase
{
    private readonly IdentityOptions options = options.Value;
}
