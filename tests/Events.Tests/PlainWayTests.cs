using Google.Protobuf;
using OptiId.Access.V1;
using OptiId.Common.V1;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>The services on a real Redis and a real RabbitMQ.</summary>
public sealed class PlainWayTests : IAsyncLifetime
{
    private readonly RabbitMqFixture rabbitMq;
    private readonly RedisTestStore redis;
    private RunningServices services = null!;

    public PlainWayTests(RabbitMqFixture rabbitMq, RedisTestStore redis)
    {
        rabbitMq.SkipIfMissing();
        redis.SkipIfMissing();
        (this.rabbitMq, this.redis) = (rabbitMq, redis);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => services = await RunningServices.StartAsync(redis.Connection, rabbitMq: rabbitMq.Server.Address);

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task P20_APushedMembership_BecomesAccess()
    {
        var (organization, user, group, instance) = await PushAsync();

        (await AllowedAsync(organization, user, instance)).ShouldBeTrue();
        await services.Groups.ChangeGroupAsync(Removal(organization, user, group), cancellationToken: Cancellation);
        await UntilAsync(async () => !await AllowedAsync(organization, user, instance));
    }

    [Fact]
    public async Task P33_WhileTheBrokerIsAway_WritesSucceedAndAccessEnds()
    {
        await using var broker = await RabbitMqServer.StartAsync(); // the others share theirs
        await services.DisposeAsync();
        services = await RunningServices.StartAsync(redis.Connection, rabbitMq: broker.Address);
        var (organization, user, group, instance) = await PushAsync();

        await broker.DownAsync();

        var response = await services.Groups.ChangeGroupAsync(Removal(organization, user, group), cancellationToken: Cancellation);
        response.Counts.Removed.ShouldBe(1UL);
        await UntilAsync(async () => !await AllowedAsync(organization, user, instance));
        await services.DisposeAsync(); // ends although the broker is away
        services = await RunningServices.StartAsync(redis.Connection, rabbitMq: rabbitMq.Server.Address);
    }

    private static Groups.V1.ChangeGroupRequest Removal(string organization, string user, string group) => new()
    {
        OrganizationId = organization,
        GroupId = group,
        Manager = Groups.V1.Manager.Scim,
        MemberChanges = { new Groups.V1.MemberChange { Remove = new() { UserIds = { user } } } },
        Cause = RunningServices.NewCause(),
    };

    private async Task<(string Organization, string User, string Group, string Instance)> PushAsync()
    {
        var organization = await services.CreateOrganizationAsync();
        var user = await services.Users.ProvisionUserAsync(
            new() { OrganizationId = organization, Document = ByteString.CopyFromUtf8("{\"userName\":\"ann@example.com\"}"), Cause = RunningServices.NewCause() },
            cancellationToken: Cancellation);
        var group = await services.Groups.CreateGroupAsync(
            new() { OrganizationId = organization, DisplayName = "Editors", MemberIds = { user.User.Id }, Manager = Groups.V1.Manager.Scim, Cause = RunningServices.NewCause() },
            cancellationToken: Cancellation);
        var instance = await services.Instances.CreateInstanceAsync(
            new() { OrganizationId = organization, Product = "CMS", Name = "Website", Roles = { "Editor" }, Cause = RunningServices.NewCause() }, cancellationToken: Cancellation);
        var grant = await services.Instances.MakeGrantAsync(
            new() { OrganizationId = organization, GroupId = group.Group.Id, InstanceId = instance.Instance.Id, Role = "Editor", Cause = RunningServices.NewCause() },
            cancellationToken: Cancellation);
        await UntilAsync(async () => await AllowedAsync(organization, user.User.Id, instance.Instance.Id, grant.Position));
        return (organization, user.User.Id, group.Group.Id, instance.Instance.Id);
    }

    private async Task<bool> AllowedAsync(string organization, string user, string instance, params Position[] atLeast)
    {
        var check = new CheckRequest { OrganizationId = organization, UserId = user, InstanceId = instance, Role = "Editor", Consistency = new() { AtLeast = { atLeast } } };
        return (await services.Access.CheckAsync(check, cancellationToken: Cancellation)).Allowed;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
