using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Store;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    public override async Task<RebuildResponse> Rebuild(RebuildRequest request, ServerCallContext context)
    {
        var started = time.GetTimestamp();
        var partitions = request.OrganizationId.Length > 0 ? [Partition.Of(request.OrganizationId)] : Enumerable.Range(0, Partition.Count);
        var response = new RebuildResponse();
        foreach (var partition in partitions)
        {
            response.Entries += (ulong)await rebuilder.RebuildAsync(partition, context.CancellationToken);
            response.Partitions++;
            foreach (var follower in followers)
            {
                follower.ForgetApplied(partition);
            }
        }

        response.Took = time.GetElapsedTime(started).ToDuration();
        return response;
    }
}
