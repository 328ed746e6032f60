using Microsoft.Extensions.Options;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Groups;

/// <summary>optiid.groups.v1.GroupsService, a file for each RPC.</summary>
internal sealed partial class GroupsRpc(
    GroupStore store, MemberStore members, MemberChanges memberChanges, UserDirectory users, ChangeHistory history, ListPager pager, CursorSeal cursors,
    IOptions<GroupsOptions> options)
    : GroupsService.GroupsServiceBase
{
    private readonly GroupsOptions options = options.Value;
}
