using Microsoft.Extensions.Options;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Identity;

/// <summary>optiid.identity.v1.UsersService, a file for each RPC.</summary>
internal sealed partial class UsersRpc(
    UserStore store,
    UserOrders orders,
    UserChanges changes,
    UserSearch search,
    ChangeHistory history,
    OrganizationStore organizations,
    ListPager pager,
    CursorSeal cursors,
    IOptions<IdentityOptions> options)
    : UsersService.UsersServiceBase
{
    private readonly IdentityOptions options = options.Value;
}
