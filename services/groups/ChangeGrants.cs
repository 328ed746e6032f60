using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    private const int MaximumGrantsAtOnce = 100;

    public override async Task<ChangeGrantsResponse> ChangeGrants(ChangeGrantsRequest request, ServerCallContext context)
    {
        var asked = request.Make.Count + request.End.Count;
        if (asked > MaximumGrantsAtOnce)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumGrantsAtOnce} grants at once.");
        }

        if (request.Make.Concat(request.End).Distinct().Count() < asked)
        {
            throw new RefusedException(Reason.InvalidValue, "Each role of an instance is made or ended once.");
        }

        var (changed, version, position) = await grants.ChangeAsync(request);
        return new() { Grants = { changed }, Version = version, Position = position };
    }
}
