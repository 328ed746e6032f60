using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(Reason.InvalidValue, 400)]
    [InlineData(Reason.TokenRefused, 401)]
    [InlineData(Reason.CallerRefused, 403)]
    [InlineData(Reason.UserNotFound, 404)]
    [InlineData(Reason.GroupNameTaken, 409)]
    [InlineData(Reason.ManagedByIdentityProvider, 409)]
    [InlineData(Reason.VersionMismatch, 412)]
    [InlineData(Reason.Busy, 429)]
    [InlineData(Reason.StoreUnavailable, 503)]
    [InlineData(Reason.PositionNotReached, 503)]
    [InlineData(Reason.Unspecified, 503)]
    public void EachReason_HasOneStatus_InPagesExportsAndTheApi(Reason reason, int status) => new Refusal(reason, "No.").Status.ShouldBe(status);

    [Fact]
    public void WhatRedisThrows_AndWhatTheStoreThrows_IsAnOutage_AFaultIsnt()
    {
        Exception[] outages =
        [
            new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "gone", null, CommandStatus.Unknown),
            new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.Unknown),
            new StoreUnavailableException("away", new TimeoutException()),
            new StoreBusyException(),
            new RpcException(new(StatusCode.Unavailable, "away")),
        ];

        outages.ShouldAllBe(outage => Refusal.IsOutage(outage) && !Refusal.Of(outage).IsByRule);
        Refusal.IsOutage(new InvalidOperationException()).ShouldBeFalse();
        Refusal.Of(RefusedException.OfField("userName", Reason.UserNameTaken, "Taken.")).ShouldBe(new(Reason.UserNameTaken, "Taken.", "userName"));
    }
}
