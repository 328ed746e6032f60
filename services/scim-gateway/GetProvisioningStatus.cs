using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Gateway.V1;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    public override async Task<GetProvisioningStatusResponse> GetProvisioningStatus(GetProvisioningStatusRequest request, ServerCallContext context)
    {
        var keys = KeysOf(request.OrganizationId);
        var pushed = store.ReadPushedAsync(keys);
        var (_, state) = await store.ReadStateAsync(keys);
        var now = time.GetUtcNow();
        var hours = state.Hours.Where(count => count.Hour > now.AddHours(-24).ToUnixTimeSeconds() / 3600).ToList();
        return new()
        {
            FirstRequest = At(state.FirstRequestMs),
            LastRequest = At(state.LastRequestMs),
            CredentialsTested = At(state.CredentialsTestedMs),
            FirstUser = At(state.FirstUserMs),
            FirstGroup = At(state.FirstGroupMs),
            FirstMembership = At(state.FirstMembershipMs),
            LastFailure = At(state.LastFailureMs),
            Client = state.Client,
            Warnings = { SetupWarnings.Of(state, await pushed, now) },
            Head = state.Last,
            RequestsToday = (ulong)hours.Sum(count => count.Requests),
            FailuresToday = (ulong)hours.Sum(count => count.Failures),
            ChangesToday = (ulong)hours.Sum(count => count.Changes),
            NotRecorded = state.NotRecorded,
        };
    }

    private static Timestamp? At(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToTimestamp();
}
