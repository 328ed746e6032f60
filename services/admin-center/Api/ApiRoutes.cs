namespace OptiId.AdminCenter.Api;

/// <summary>The API's table of contents: each route is a file of the name of what it does.</summary>
internal static class ApiRoutes
{
    private const string Get = "GET", Post = "POST", Put = "PUT", Patch = "PATCH", Delete = "DELETE";

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapApiDocument();
        var api = routes.MapGroup("/api/v1").RequireRateLimiting(ApiSetup.RateLimit);
        MapSupport(api.MapGroup("").RequireAuthorization(Policies.ApiSupport).WithTags("Support"));
        var organization = api.MapGroup("/organizations/{organization}").RequireAuthorization(Policies.ApiOrganization);
        organization.MapGroup("").WithTags("Organization").Read("", GetOrganization.HandleAsync);
        MapUsers(organization.MapGroup("/users").WithTags("Users"));
        MapGroups(organization.MapGroup("/groups").WithTags("Groups"));
        MapInstances(organization.MapGroup("/instances").WithTags("Product instances"));
        organization.MapGroup("").WithTags("Access").Read("/access", ExplainAccess.HandleAsync);
        MapProvisioning(organization.MapGroup("/provisioning").WithTags("Provisioning"));
        MapApiTokens(organization.MapGroup("/api-tokens").WithTags("API tokens"));
        MapAudit(organization.MapGroup("/audit").WithTags("Audit log"));
    }

    private static void MapSupport(RouteGroupBuilder support)
    {
        support.Read("/organizations", ListOrganizations.HandleAsync);
        support.Write(Post, "/organizations", CreateOrganization.HandleAsync);
        support.Write(Put, "/organizations/{organization}/mode", SetProvisioningMode.HandleAsync);
        support.Read("/support/tokens", ListSupportTokens.HandleAsync);
        support.Write(Post, "/support/tokens", IssueSupportToken.HandleAsync);
        support.Write(Post, "/support/tokens/{id}/replace", ReplaceSupportToken.HandleAsync);
        support.Write(Delete, "/support/tokens/{id}", RevokeSupportToken.HandleAsync);
        support.Read("/support/audit", ListSupportAuditEntries.HandleAsync);
        support.Read("/support/audit/verify", VerifySupportAuditLog.HandleAsync);
        support.Download("/support/audit/export", ExportSupportAuditEntries.HandleAsync, Exports.JsonLines);
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.Read("", SearchUsers.HandleAsync);
        users.Write(Post, "", CreateCollaborator.HandleAsync);
        users.Read("/{id}", GetUser.HandleAsync);
        users.Write(Put, "/{id}", UpdateCollaborator.HandleAsync);
        users.Write(Delete, "/{id}", DeleteUser.HandleAsync);
        users.Write(Post, "/{id}/release", ReleaseUser.HandleAsync);
        users.Write(Post, "/{id}/erase", EraseUser.HandleAsync);
        users.Read("/{id}/groups", ListGroupsOfUser.HandleAsync);
        users.Read("/{id}/parked", ListParkedOfUser.HandleAsync);
        users.Read("/{id}/access", ListAccessOfUser.HandleAsync);
        users.Read("/{id}/history", ListUserHistory.HandleAsync);
        users.Read("/{id}/membership-history", ListMembershipHistory.HandleAsync);
    }

    private static void MapGroups(RouteGroupBuilder groups)
    {
        groups.Read("", SearchGroups.HandleAsync);
        groups.Write(Post, "", CreateGroup.HandleAsync);
        groups.Read("/{id}", GetGroup.HandleAsync);
        groups.Write(Patch, "/{id}", RenameGroup.HandleAsync);
        groups.Write(Delete, "/{id}", DeleteGroup.HandleAsync);
        groups.Write(Post, "/{id}/release", ReleaseGroup.HandleAsync);
        groups.Read("/{id}/members", PageMembers.HandleAsync);
        groups.Write(Post, "/{id}/members", AddMembers.HandleAsync);
        groups.Write(Delete, "/{id}/members/{userId}", RemoveMember.HandleAsync);
        groups.Read("/{id}/parked", ListParkedMembers.HandleAsync);
        groups.Read("/{id}/grants", ListGrantsOfGroup.HandleAsync);
        groups.Write(Patch, "/{id}/grants", ChangeGrants.HandleAsync);
        groups.Ask("/{id}/grants/preview", PreviewGrants.HandleAsync);
        groups.Read("/{id}/history", ListGroupHistory.HandleAsync);
    }

    private static void MapInstances(RouteGroupBuilder instances)
    {
        instances.Read("", ListInstances.HandleAsync);
        instances.Write(Post, "", CreateInstance.HandleAsync);
        instances.Read("/{id}", GetInstance.HandleAsync);
        instances.Write(Put, "/{id}", UpdateInstance.HandleAsync);
        instances.Write(Delete, "/{id}", DeleteInstance.HandleAsync);
        instances.Read("/{id}/users", ListUsersOfInstance.HandleAsync);
        instances.Download("/{id}/users/export", ExportUsersOfInstance.HandleAsync, Exports.Csv);
    }

    private static void MapProvisioning(RouteGroupBuilder provisioning)
    {
        provisioning.Read("", GetProvisioning.HandleAsync);
        provisioning.Read("/tokens", ListProvisioningTokens.HandleAsync);
        provisioning.Write(Post, "/tokens", IssueProvisioningToken.HandleAsync);
        provisioning.Write(Post, "/tokens/{id}/replace", ReplaceProvisioningToken.HandleAsync);
        provisioning.Write(Delete, "/tokens/{id}", RevokeProvisioningToken.HandleAsync);
        provisioning.Read("/requests", ListRequests.HandleAsync);
        provisioning.Read("/requests/{requestId}", GetRequest.HandleAsync);
    }

    private static void MapApiTokens(RouteGroupBuilder tokens)
    {
        tokens.Read("", ListApiTokens.HandleAsync);
        tokens.Write(Post, "", IssueApiToken.HandleAsync);
        tokens.Write(Post, "/{id}/replace", ReplaceApiToken.HandleAsync);
        tokens.Write(Delete, "/{id}", RevokeApiToken.HandleAsync);
    }

    private static void MapAudit(RouteGroupBuilder audit)
    {
        audit.Read("", ListAuditEntries.HandleAsync);
        audit.Read("/verify", VerifyAuditLog.HandleAsync);
        audit.Download("/export", ExportAuditEntries.HandleAsync, Exports.JsonLines);
    }

    private static void Read(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [Get], handler).WithName(NameOf(handler));

    // A question that doesn't fit an address.
    private static void Ask(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [Post], handler).WithName(NameOf(handler));

    // A file, streamed as the pages' exports are.
    private static void Download(this RouteGroupBuilder group, string pattern, Delegate handler, string mediaType) =>
        group.MapMethods(pattern, [Get], handler).WithName(NameOf(handler)).Produces<string>(StatusCodes.Status200OK, mediaType);

    // A token that may only read is refused before anything of the request is looked at.
    private static void Write(this RouteGroupBuilder group, string method, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [method], handler).WithName(NameOf(handler)).RequireAuthorization(Policies.ApiWrite);

    private static string NameOf(Delegate handler) => handler.Method.DeclaringType!.Name;
}
