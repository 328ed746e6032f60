using OptiId.Access.Storage;
using OptiId.Access.V1;
using OptiId.Events;
using OptiId.Store;

namespace OptiId.Access;

/// <summary>optiid.access.v1.AccessService, a file for each RPC.</summary>
internal sealed partial class AccessRpc(
    AccessStore store, FreshnessGate gate, Generations generations, Rebuilder rebuilder, ChangeLog log, IEnumerable<ChangeFollower> followers, TimeProvider time)
    : AccessService.AccessServiceBase
{
    private readonly IReadOnlyList<ChangeFollower> followers = [.. followers];
}
