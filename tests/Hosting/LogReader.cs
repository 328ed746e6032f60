using Grpc.Core;
using Grpc.Net.Client;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Hosting;

/// <summary>Reads a service's change log, as a consumer does.</summary>
public static class LogReader
{
    /// <summary>All entries of an organization that the log still holds, oldest first.</summary>
    public static async Task<IReadOnlyList<Change>> ReadAsync(Uri service, string organizationId)
    {
        using var channel = GrpcChannel.ForAddress(service, new() { MaxReceiveMessageSize = null });
        var client = new ChangesService.ChangesServiceClient(channel);
        var partition = (uint)Partition.Of(organizationId);
        var epoch = (await client.ReadHeadsAsync(new())).Heads[(int)partition].Epoch;
        var changes = new List<Change>();
        for (var after = 0ul; ;)
        {
            try
            {
                var page = (await client.ReadChangesAsync(new() { Partition = partition, Epoch = epoch, After = after })).Changes;
                if (page.Count == 0)
                {
                    return [.. changes.Where(change => change.OrganizationId == organizationId)];
                }

                changes.AddRange(page);
                after = page[^1].Sequence;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange)
            {
                after++; // trimmed
            }
        }
    }
}
