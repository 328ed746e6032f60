using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    public override async Task<ReleaseUserResponse> ReleaseUser(ReleaseUserRequest request, ServerCallContext context)
    {
        var (user, position) = await changes.UpdateAsync(request.OrganizationId, request.UserId, request.Cause, VersionCondition.None, (before, _) =>
        {
            if (before.Source != Source.Local) // a second release changes nothing, whatever was changed since
            {
                VersionCondition.CheckEdited(request.IfVersion, before.Version, ThisUser);
            }

            return UserRules.Release(before);
        });
        return new() { User = user, Position = position };
    }
}
