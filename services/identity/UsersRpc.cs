using Microsoft.Extensions.Options;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

/// <summary>optiid.identity.v1.UsersService, a file for each RPC.</summary>
internal sealed partial class UsersRpc(
    UserStore store, UserOrders orders, UserChanges changes, OrganizationStore organizations, ListPager pager, IOptions<IdentityOptions> options)
    : UsersService.UsersServiceBase
{
    private readonly IdentityOptions options = options.Value;
}
