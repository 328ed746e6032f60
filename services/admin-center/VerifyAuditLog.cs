using Google.Protobuf;
using Grpc.Core;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter;

internal sealed partial class AuditRpc
{
    public override Task<VerifyAuditLogResponse> VerifyAuditLog(VerifyAuditLogRequest request, ServerCallContext context) =>
        VerifyAsync(request, context.CancellationToken);

    /// <summary>The same for whoever is in this process.</summary>
    public async Task<VerifyAuditLogResponse> VerifyAsync(VerifyAuditLogRequest request, CancellationToken cancellation)
    {
        await log.CatchUpAsync(request.OrganizationId, cancellation);
        var head = await store.ReadHeadAsync(request.OrganizationId);
        var response = new VerifyAuditLogResponse { Entries = head.Number, HeadHash = head.Hash };
        if (request.KnownNumber > head.Number)
        {
            return Broken(response, request.KnownNumber, $"Entry {request.KnownNumber} was noted down, but the log ends at {head.Number}: its end was cut off.");
        }

        // From the end to the beginning: each entry must be what the one after it holds the hash of.
        var expected = head.Hash;
        for (var last = head.Number; last > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var entry in await store.ReadDownAsync(request.OrganizationId, last, AuditStore.MaximumRead))
            {
                if (FindFault(entry, last, expected, request) is { } fault)
                {
                    return Broken(response, last, fault);
                }

                expected = entry!.PreviousHash;
                last--;
            }
        }

        if (!expected.IsEmpty)
        {
            return Broken(response, 1, "Entry 1 says that another came before it.");
        }

        response.Intact = true;
        response.Finding = head.Number == 0 ? "The log is empty." : $"All {head.Number} entries are as they were written.";
        return response;
    }

    private static string? FindFault(AuditEntry? entry, ulong number, ByteString expected, VerifyAuditLogRequest request) => entry switch
    {
        null => $"Entry {number} is missing.",
        _ when entry.Number != number => $"Entry {number} has another's place: it says that it is {entry.Number}.",
        _ when AuditStore.HashOf(entry) != entry.Hash => $"Entry {number} was changed after it was written.",
        _ when entry.Hash != expected => $"Entry {number} isn't the one that was written: what comes after it holds another hash.",
        _ when number == request.KnownNumber && request.KnownHash.Length > 0 && entry.Hash != request.KnownHash =>
            $"Entry {number} isn't the one that was noted down: the log was written anew.",
        _ => null,
    };

    private static VerifyAuditLogResponse Broken(VerifyAuditLogResponse response, ulong number, string finding)
    {
        response.BrokenAt = number;
        response.Finding = finding;
        return response;
    }
}
