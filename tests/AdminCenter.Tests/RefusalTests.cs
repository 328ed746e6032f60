using Grpc.Core;
using OptiId.Store;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class RefusalTests
{
    // What a page goes on after: were one of them missing, an outage would end what follows or watches (P23).
    public static TheoryData<Exception> Outages =>
    [
        new RpcException(new(StatusCode.Unavailable, "")),
        new StoreUnavailableException("The store does not answer.", new TimeoutException()),
        new RedisTimeoutException(CommandFlags.None, "It is too slow.", CommandStatus.Unknown),
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public void WhateverIsAway_IsAnOutage(Exception exception) => Refusal.IsOutage(exception).ShouldBeTrue();

    [Fact]
    public void AMistakeOfOurs_IsNone() => Refusal.IsOutage(new InvalidOperationException()).ShouldBeFalse();
}
