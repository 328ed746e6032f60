using Grpc.Core;
using Grpc.Net.Client;
using OptiId.Errors.V1;
using OptiId.Store;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>What a caller, and whoever watches, learn of a store that is away.</summary>
public sealed class StoreAwayTests
{
    [Theory]
    [InlineData(true, Reason.StoreUnavailable, 1)]
    [InlineData(false, Reason.Busy, 0)]
    public async Task ACallThatFoundNoStore_IsRefused_AndCounted(bool isAway, Reason reason, int counted)
    {
        await using var stub = await StubService.StartAsync();
        stub.Before = (_, _) => throw (isAway ? new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "Nobody there.") : new StoreBusyException());
        using var channel = GrpcChannel.ForAddress(stub.Address);
        using var unavailable = new Measured("optiid.calls.store_unavailable", ("rpc.method", "/optiid.tokens.v1.TokensService/IssueToken"));

        var refusal = await Should.ThrowAsync<RpcException>(async () => await new TokensService.TokensServiceClient(channel).IssueTokenAsync(new()));

        Refusals.ReasonOf(refusal).ShouldBe(reason);
        unavailable.Sum.ShouldBe(counted);
    }
}
