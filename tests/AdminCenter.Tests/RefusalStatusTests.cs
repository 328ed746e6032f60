using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class RefusalStatusTests
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
    public void ARefusalKeepsItsField_AndAnOutageIsNoRule()
    {
        Refusal.Of(RefusedException.OfField("userName", Reason.UserNameTaken, "Taken.")).ShouldBe(new(Reason.UserNameTaken, "Taken.", "userName"));
        Refusal.Of(Refusals.ToRpcException(Reason.UserNameTaken, "Taken.", new Dictionary<string, string> { ["field"] = "userName" }))
            .ShouldBe(new(Reason.UserNameTaken, "Taken.", "userName"));
        Refusal.Of(new StoreBusyException()).IsByRule.ShouldBeFalse();
        Refusal.Of(new RpcException(new(StatusCode.Unavailable, "away"))).IsByRule.ShouldBeFalse();
        Refusal.Of(Refusals.ToRpcException(Reason.SystemGroup, "No.")).IsByRule.ShouldBeTrue();
    }
}
