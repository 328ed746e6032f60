using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>What to change at the identity provider where a request failed, in the words of its screens (P26): by the service's reason, else by status and keyword.</summary>
internal static class Advice
{
    private const string OktaIntegration = "In Okta, open the app and go to Provisioning > Integration";
    private const string OktaMappings = "In Okta, open the app and go to Provisioning > To App, section Attribute Mappings";
    private const string OktaPush = "In Okta, open the app and go to Push Groups";
    private const string OktaAssignments = "In Okta, open the app and go to Assignments";
    private const string EntraCredentials = "In Entra, open the enterprise application and go to Provisioning > Admin Credentials";
    private const string EntraMappings = "In Entra, open the enterprise application and go to Provisioning > Mappings";
    private const string EntraUsers = "In Entra, open the enterprise application and go to Users and groups";

    /// <summary>The advice for an entry that failed.</summary>
    public static string Of(Reason reason, int status, ScimType type, LoggedRequest request, Client client)
    {
        var isGroup = request.Targets.Count > 0 && request.Targets[0].Kind == ResourceKind.Group;
        return Find(reason, status, type, isGroup) is { } found
            ? client == Client.Entra ? found.Entra : found.Okta
            : "Nothing to change at the identity provider is known for this. Give Support the request id.";
    }

    /// <summary>The table; null where it has no row.</summary>
    public static (string Okta, string Entra)? Find(Reason reason, int status, ScimType type, bool isGroup) => (reason, status, type) switch
    {
        (Reason.UserNameTaken, _, _) => (
            $"{OktaAssignments}: two people have the same application username. Give one of them another, or unassign the one that shouldn't be there.",
            $"{EntraUsers}: two people have the same userPrincipalName or mail that is mapped to userName. Change one of them, or the mapping of userName under Provisioning > Mappings."),
        (Reason.GroupNameTaken, _, _) => (
            $"{OktaPush}: choose \"Link Group\" instead of \"Create Group\" to use the group that is here already, or rename the group in Okta.",
            "A group with this name is here already. Rename the group in Entra, or delete or rename the one here in the Admin Center."),
        (Reason.GroupNameReserved, _, _) => (
            $"{OktaPush}: unlink this group, it has the name of a reserved one. Rename it in Okta, or push another group.",
            $"{EntraUsers}: this group has the name of a reserved one. Rename it in Entra, or take it out of the application's scope."),
        (Reason.NestedGroup, _, _) => (
            $"{OktaPush}: push groups whose members are people. A group as a member isn't supported.",
            $"{EntraUsers}: assign groups whose direct members are people. Entra sends nested groups as members, and they aren't supported."),
        (_, 400, _) when isGroup && type is ScimType.InvalidValue or ScimType.None => (
            $"{OktaPush}: the group has a name or a member that isn't accepted; the detail says which. Correct the group in Okta, then choose \"Push now\".",
            $"{EntraMappings} > Provision Microsoft Entra ID Groups: displayName and members must be mapped; the detail says what isn't accepted."),
        (_, 400, ScimType.InvalidValue) => (
            $"{OktaMappings}: correct the attribute that the detail names, or remove its mapping. The application username format (Sign On tab) must be Email.",
            $"{EntraMappings} > Provision Microsoft Entra ID Users: correct the attribute that the detail names, or remove its mapping. userName must be an e-mail address."),
        (_, 400, ScimType.InvalidFilter) or (_, 403, ScimType.Sensitive) => (
            $"{OktaIntegration}: set \"Unique identifier field for users\" to userName.",
            $"{EntraMappings}: userName must be the matching attribute (Matching precedence 1), externalId may be another."),
        (_, 400, ScimType.InvalidPath or ScimType.NoTarget or ScimType.Mutability) => (
            $"{OktaMappings}: remove the mapping of the attribute that the detail names; it can't be set here.",
            $"{EntraMappings}: remove the mapping of the attribute that the detail names, and add ?aadOptscim062020 to the Tenant URL."),
        (_, 400, ScimType.InvalidCursor or ScimType.ExpiredCursor or ScimType.InvalidCount) => (
            "Nothing is to be changed in Okta: the page of a list was asked for too late or with another query. Start the import again.",
            "Nothing is to be changed in Entra: the page of a list was asked for too late or with another query. Restart provisioning."),
        (Reason.TooMany, _, _) or (_, 400, ScimType.TooMany) => (
            $"{OktaIntegration}: the search finds too much. Set \"Unique identifier field for users\" to userName.",
            $"{EntraMappings}: the search finds too much. Use userName as the matching attribute."),
        (_, 400, _) => (
            $"{OktaIntegration}: the request wasn't understood. Check that the base URL is the one of the Admin Center; if it is, give Support the request id.",
            $"{EntraCredentials}: the request wasn't understood. Check that the Tenant URL is the one of the Admin Center; if it is, give Support the request id."),
        (_, 401, _) => (
            $"{OktaIntegration}: enter a token that the Admin Center shows under Provisioning, then press \"Test API Credentials\".",
            $"{EntraCredentials}: enter a Secret Token that the Admin Center shows under Provisioning, then press \"Test Connection\"."),
        (Reason.ScimNotEnabled, _, _) or (_, 403, _) => Forbidden(reason),
        (Reason.UserNotFound, _, _) or (_, 404, _) when !isGroup => (
            $"{OktaAssignments}: this user isn't here any more, or the address is wrong. Unassign and assign the person again; if every request fails, check the base URL under Provisioning > Integration.",
            $"{EntraUsers}: this user isn't here any more, or the address is wrong. Use \"Provision on demand\" for the person; if every request fails, check the Tenant URL under Admin Credentials."),
        (Reason.GroupNotFound or Reason.SystemGroup, _, _) or (_, 404, _) => (
            $"{OktaPush}: this group isn't here any more. Unlink it (\"Leave the group in the target app\") and push it again.",
            $"{EntraUsers}: this group isn't here any more. Use \"Provision on demand\" for it, or restart provisioning."),
        (_, 405 or 501, _) => (
            $"{OktaIntegration}: the base URL must end with /scim/v2 and nothing behind it.",
            $"{EntraCredentials}: the Tenant URL must end with /scim/v2, with ?aadOptscim062020 behind it at most."),
        (Reason.VersionMismatch, _, _) or (_, 412, _) => (
            "Nothing is to be changed in Okta: somebody else changed this at the same time. Push it again.",
            "Nothing is to be changed in Entra: somebody else changed this at the same time. It is sent again with the next cycle."),
        (Reason.LimitReached or Reason.ManagedByIdentityProvider, _, _) or (_, 409, _) => (
            $"{OktaPush}: the detail says what is in the way. Change that in the Admin Center or unlink the group.",
            "The detail says what is in the way. Change that in the Admin Center, or take the group out of the application's scope."),
        (_, 413 or 414 or 431, _) => (
            $"{OktaPush}: the request is too large. Push smaller groups, or ask Okta Support to lower the number of members in a request.",
            $"{EntraMappings}: the request is too large. Map fewer attributes, or assign smaller groups."),
        (_, 415, _) => (
            $"{OktaIntegration}: something between Okta and here changes the requests. Check proxies, and that the base URL is the one of the Admin Center.",
            $"{EntraCredentials}: something between Entra and here changes the requests. Check proxies, and that the Tenant URL is the one of the Admin Center."),
        (_, 429, _) => (
            "Nothing is to be changed in Okta: it waits and tries again by itself. If it goes on for hours, give Support the request id.",
            "Nothing is to be changed in Entra: it waits and tries again by itself. If it goes on for hours, give Support the request id."),
        (_, 499, _) => (
            "Okta hung up before the answer. Push it again; if it happens often, give Support the request id.",
            "Entra hung up before the answer. It is sent again with the next cycle; if it happens often, give Support the request id."),
        (_, >= 500, _) => (
            "The fault is on our side. In Okta, retry the task under Dashboard > Tasks; if it fails again, give Support the request id.",
            "The fault is on our side. Entra tries again with the next cycle; if it fails again, give Support the request id."),
        _ => null,
    };

    private static (string Okta, string Entra) Forbidden(Reason reason) => reason == Reason.ScimNotEnabled
        ? ("Ask Support to switch this organization's provisioning to SCIM. Then, in Okta, go to Provisioning > Integration and press \"Test API Credentials\".",
            "Ask Support to switch this organization's provisioning to SCIM. Then, in Entra, press \"Test Connection\" under Provisioning > Admin Credentials.")
        : ($"{OktaIntegration}: enter a token that may read and write; the Admin Center shows each token's scopes under Provisioning. If SCIM isn't enabled, ask Support to switch to it.",
            $"{EntraCredentials}: enter a token that may read and write; the Admin Center shows each token's scopes under Provisioning. If SCIM isn't enabled, ask Support to switch to it.");
}
