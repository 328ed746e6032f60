using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

internal sealed partial class ProvisioningLogRpc
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public override async Task<GetProvisioningStatusResponse> GetProvisioningStatus(GetProvisioningStatusRequest request, ServerCallContext context)
    {
        var keys = KeysOf(request.OrganizationId);
        var pushed = ReadPushedAsync(keys);
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

    /// <summary>The groups that were pushed, without those that look left behind and that somebody has released or deleted since: the advice was followed.</summary>
    private async Task<Dictionary<string, PushedRecord>> ReadPushedAsync(LogKeys keys)
    {
        var pushed = await store.ReadPushedAsync(keys);
        var silent = SetupWarnings.LeftBehind(pushed, time.GetUtcNow()).Select(item => item.Target.Id).ToList();
        var managed = await Task.WhenAll(silent.Select(id => IsManagedAsync(keys.OrganizationId, id)));
        var over = silent.Where((_, index) => !managed[index]).ToList();
        if (over.Count > 0)
        {
            over.ForEach(id => pushed.Remove(id));
            await store.ForgetPushedAsync(keys, over);
        }

        return pushed;
    }

    // What isn't known isn't over.
    private async Task<bool> IsManagedAsync(string organizationId, string groupId)
    {
        try
        {
            return (await groups.GetGroupAsync(new() { OrganizationId = organizationId, GroupId = groupId }, deadline: DateTime.UtcNow + Patience)).Group.Source == Source.Scim;
        }
        catch (RpcException e)
        {
            return Refusals.ReasonOf(e) != Reason.GroupNotFound;
        }
    }

    private static Timestamp? At(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToTimestamp();
}
