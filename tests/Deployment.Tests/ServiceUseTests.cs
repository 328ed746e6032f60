using Shouldly;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>What the policies know of the services is really found in them: a search that finds nothing would agree with anything.</summary>
public sealed class ServiceUseTests
{
    [Theory]
    [InlineData("access", "groups, identity")]
    [InlineData("admin-center", "access, groups, identity, scim-gateway, tokens")]
    [InlineData("groups", "identity")]
    [InlineData("identity", "")]
    [InlineData("scim-gateway", "groups, identity, tokens")]
    [InlineData("tokens", "")]
    public void AService_CallsThese(string service, string callees) => string.Join(", ", Of(service).Callees.Order(StringComparer.Ordinal)).ShouldBe(callees);

    [Theory]
    [InlineData("access", "groups, identity")]
    [InlineData("admin-center", "groups, identity, tokens")]
    [InlineData("groups", "identity")]
    [InlineData("identity", "")]
    [InlineData("scim-gateway", "identity")]
    [InlineData("tokens", "")]
    public void AService_FollowsTheseLogs(string service, string sources) => string.Join(", ", Of(service).Follows.Order(StringComparer.Ordinal)).ShouldBe(sources);

    [Fact]
    public void TheOnesWithALog_PublishIt() => ServiceUse.All.Where(use => use.Publishes).Select(use => use.AppId).ShouldBe(["groups", "identity", "tokens"], ignoreOrder: true);

    [Fact]
    public void TheOnesWithAProjectionForAnswers_HearOfIt() => ServiceUse.All.Where(use => use.Subscribes).Select(use => use.AppId).ShouldBe(["access", "groups"], ignoreOrder: true);

    [Theory]
    [InlineData("scim-gateway", "/optiid.groups.v1.GroupsService/ListMembers")] // a stream
    [InlineData("scim-gateway", "/optiid.tokens.v1.TokensService/AuthenticateToken")]
    [InlineData("admin-center", "/optiid.gateway.v1.ProvisioningLogService/FollowRequests")] // of a page
    [InlineData("admin-center", "/optiid.groups.v1.InstancesService/ChangeGrants")]
    [InlineData("access", "/optiid.events.v1.ChangesService/ReadSnapshot")]
    [InlineData("scim-gateway", "/optiid.events.v1.ChangesService/ReadChanges")] // in the library that follows logs
    public void ACallThatTheCodeHas_IsFound(string service, string path) => Of(service).Calls.Select(call => call.Path).ShouldContain(path);

    [Fact]
    public void ACallThatNoCodeHas_IsNot() => ServiceUse.All.SelectMany(use => use.Calls).ShouldNotContain(call => call.Path == "/optiid.access.v1.AccessService/Rebuild");

    [Fact]
    public void EveryRpcOfTheProtos_IsKnown()
    {
        ServiceUse.PackageOfRpc.Count.ShouldBeGreaterThan(60);
        ServiceUse.PackageOfRpc["/optiid.events.v1.ChangesService/ReadHeads"].ShouldBe("optiid.events.v1");
    }

    private static ServiceUse Of(string service) => ServiceUse.All.Single(use => use.AppId == service);
}
