using OptiId.Admin.V1;
using OptiId.EndToEnd.Tests;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.Benchmarks;

/// <summary>The services of a measured system, without HTTP.</summary>
internal sealed record Calls(
    UsersService.UsersServiceClient Users,
    OrganizationsService.OrganizationsServiceClient Organizations,
    TokensService.TokensServiceClient Tokens,
    GroupsService.GroupsServiceClient Groups,
    InstancesService.InstancesServiceClient Instances,
    SignInLinksService.SignInLinksServiceClient SignInLinks)
{
    /// <summary>Of a local run.</summary>
    public static Calls Of(LocalRunProcess run) => new(
        run.Client(at => at.Identity, invoker => new UsersService.UsersServiceClient(invoker)),
        run.Client(at => at.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker)),
        run.Client(at => at.Tokens, invoker => new TokensService.TokensServiceClient(invoker)),
        run.Client(at => at.Groups, invoker => new GroupsService.GroupsServiceClient(invoker)),
        run.Client(at => at.Groups, invoker => new InstancesService.InstancesServiceClient(invoker)),
        run.Client(at => at.Admin, invoker => new SignInLinksService.SignInLinksServiceClient(invoker)));

    /// <summary>Of services in this process.</summary>
    public static Calls Of(RunningServices services, RunningAdminCenter center) => new(
        services.Users, services.Organizations, services.Tokens, services.Groups, services.Instances, center.SignInLinks);
}
