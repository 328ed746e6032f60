using OptiId.Access.V1;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>The services behind the pages and the API.</summary>
internal sealed record Backends(
    OrganizationsService.OrganizationsServiceClient Organizations,
    UsersService.UsersServiceClient Users,
    GroupsService.GroupsServiceClient Groups,
    InstancesService.InstancesServiceClient Instances,
    AccessService.AccessServiceClient Access,
    TokensService.TokensServiceClient Tokens,
    ProvisioningLogService.ProvisioningLogServiceClient Log);
