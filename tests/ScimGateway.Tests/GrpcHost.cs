using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.ScimGateway.Tests;

/// <summary>A gRPC server with services of these tests, on a free port of loopback.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private GrpcHost(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static Task<GrpcHost> StartAsync<T>(T service)
        where T : class => StartAsync(service, service);

    public static async Task<GrpcHost> StartAsync<T1, T2>(T1 first, T2 second)
        where T1 : class
        where T2 : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(first);
        builder.Services.AddSingleton(second);
        var app = builder.Build();
        app.MapGrpcService<T1>();
        if (typeof(T1) != typeof(T2))
        {
            app.MapGrpcService<T2>();
        }

        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>A groups service whose answers a test decides; it has one group of one member, and can't tell the groups of a user.</summary>
internal sealed class GroupsOfTests : GroupsService.GroupsServiceBase
{
    private static readonly Group Group = new() { Id = "g1", DisplayName = "Team", MemberCount = 1, Version = 1, Created = new(), LastModified = new() };

    public Action OnGet { get; init; } = () => { };

    public Func<IServerStreamWriter<ListMembersResponse>, Task> OnMembers { get; init; } = pages => pages.WriteAsync(new() { UserIds = { "u1" } });

    /// <summary>What happens to a create of a group of this name.</summary>
    public Func<string, CancellationToken, Task> OnCreate { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Sees why a group is created or changed.</summary>
    public Action<Cause> OnCause { get; init; } = _ => { };

    public static Task<GrpcHost> StartAsync(GroupsOfTests groups) => GrpcHost.StartAsync(groups);

    public override Task<GetGroupResponse> GetGroup(GetGroupRequest request, ServerCallContext context)
    {
        OnGet();
        return Task.FromResult(new GetGroupResponse { Group = Group });
    }

    public override Task<ListGroupsResponse> ListGroups(ListGroupsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListGroupsResponse { TotalResults = 1, Groups = { Group } });

    public override async Task<CreateGroupResponse> CreateGroup(CreateGroupRequest request, ServerCallContext context)
    {
        OnCause(request.Cause);
        await OnCreate(request.DisplayName, context.CancellationToken);
        return new() { Group = Group };
    }

    public override Task<ChangeGroupResponse> ChangeGroup(ChangeGroupRequest request, ServerCallContext context)
    {
        OnCause(request.Cause);
        return Task.FromResult(new ChangeGroupResponse { Group = Group });
    }

    public override Task ListMembers(ListMembersRequest request, IServerStreamWriter<ListMembersResponse> responseStream, ServerCallContext context) =>
        OnMembers(responseStream);
}

/// <summary>The real users service behind a net that loses the first answer to a create.</summary>
internal sealed class UsersBehindALossyNet(UsersService.UsersServiceClient users, OrganizationsService.OrganizationsServiceClient organizations)
    : UsersService.UsersServiceBase
{
    public ConcurrentQueue<string> RequestIds { get; } = [];

    /// <summary>The other service at this address.</summary>
    public OrganizationsForwarded Organizations { get; } = new(organizations);

    public override async Task<ProvisionUserResponse> ProvisionUser(ProvisionUserRequest request, ServerCallContext context)
    {
        RequestIds.Enqueue(request.Cause.RequestId);
        var response = await users.ProvisionUserAsync(request);
        return RequestIds.Count > 1 ? response : throw new RpcException(new(StatusCode.Unavailable, "The connection broke."));
    }

    public override async Task<LookUpUsersResponse> LookUpUsers(LookUpUsersRequest request, ServerCallContext context) => await users.LookUpUsersAsync(request);

    internal sealed class OrganizationsForwarded(OrganizationsService.OrganizationsServiceClient organizations) : OrganizationsService.OrganizationsServiceBase
    {
        public override async Task<GetOrganizationResponse> GetOrganization(GetOrganizationRequest request, ServerCallContext context) =>
            await organizations.GetOrganizationAsync(request);
    }
}
