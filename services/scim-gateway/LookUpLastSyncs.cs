using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    private const int MaximumLookups = 1_000;

    public override async Task<LookUpLastSyncsResponse> LookUpLastSyncs(LookUpLastSyncsRequest request, ServerCallContext context)
    {
        var keys = KeysOf(request.OrganizationId);
        if (request.ResourceIds.Count > MaximumLookups)
        {
            throw new RefusedException(Reason.InvalidValue, $"At most {MaximumLookups} can be looked up at once.");
        }

        var about = await store.ReadAboutAsync(keys, request.ResourceIds);
        return new()
        {
            Syncs =
            {
                about.Where(item => item.Value.LastWriteMs > 0).Select(item => new LastSync
                {
                    ResourceId = item.Key,
                    At = At(item.Value.LastWriteMs),
                    RequestId = item.Value.LastWriteRequestId,
                }),
            },
        };
    }
}
