using Grpc.Net.Client;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Hosting;

/// <summary>Reads a service's change log, as a consumer does.</summary>
public static class LogReader
{
    /// <summary>All entries of an organization, oldest first.</summary>
    public static async Task<IReadOnlyList<Change>> ReadAsync(Uri service, string organizationId)
    {
        using var channel = GrpcChannel.ForAddress(service, new() { MaxReceiveMessageSize = null });
        var client = new ChangesService.ChangesServiceClient(channel);
        var changes = new List<Change>();
        while (true)
        {
            var request = new ReadChangesRequest { Partition = (uint)Partition.Of(organizationId), After = changes.Count == 0 ? 0 : changes[^1].Sequence };
            request.Epoch = changes.Count == 0 ? "" : (await HeadAsync(client, request.Partition)).Epoch;
            var page = (await client.ReadChangesAsync(request)).Changes;
            if (page.Count == 0)
            {
                return [.. changes.Where(change => change.OrganizationId == organizationId)];
            }

            changes.AddRange(page);
        }
    }

    private static async Task<Head> HeadAsync(ChangesService.ChangesServiceClient client, uint partition) =>
        (await client.ReadHeadsAsync(new())).Heads[(int)partition];
}
