using System.Text.Json.Nodes;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

internal sealed partial class UsersRpc
{
    /// <summary>The organization, if SCIM may write to it (P2); read from the store, so that a switch of the mode takes effect at once.</summary>
    private async Task<Organization> GetScimOrganizationAsync(string organizationId)
    {
        var organization = await organizations.GetAsync(organizationId);
        return organization.Mode == ProvisioningMode.Scim
            ? organization
            : throw new RefusedException(Reason.ScimNotEnabled, "SCIM isn't enabled for this organization; ask Support to switch its provisioning to SCIM.");
    }

    /// <summary>What of a document the organization stores (P6).</summary>
    private static JsonObject Kept(Organization organization, JsonObject document) =>
        organization.SyncedAttributesOnly ? UserDocument.SyncedOnly(document) : document;
}
