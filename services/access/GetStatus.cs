using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Store;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    public override async Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var response = new GetStatusResponse();
        response.Freshness = Enumerable.Range(0, Partition.Count).Select(gate.FreshnessOf)
            .OrderBy(freshness => freshness.Fresh).ThenByDescending(freshness => freshness.Age?.ToTimeSpan()).First();
        foreach (var follower in followers)
        {
            response.GapsClosed += (ulong)follower.GapsClosed;
            for (var partition = 0; partition < Partition.Count; partition++)
            {
                if (follower.HeadOf(partition) is { Sequence: > 0 } head)
                {
                    response.Partitions.Add(new PartitionStatus
                    {
                        Source = follower.Source,
                        Partition = (uint)partition,
                        Applied = (await generations.ReadAppliedAsync(follower.Source, partition)).Sequence,
                        Head = head.Sequence,
                        Freshness = gate.FreshnessOf(partition),
                    });
                }
            }
        }

        return response;
    }
}
