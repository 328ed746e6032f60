using Grpc.Core;
using OptiId.Identity.V1;

namespace OptiId.Identity;

internal sealed partial class OrganizationsRpc
{
    private const int MaximumListed = 1_000;

    public override async Task<ListOrganizationsResponse> ListOrganizations(ListOrganizationsRequest request, ServerCallContext context)
    {
        var names = await store.ListNamesAsync();
        var found = names
            .Where(pair => pair.Name.Contains(request.NameContains, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase).ThenBy(pair => pair.Id, StringComparer.Ordinal)
            .Take(MaximumListed);
        var organizations = await Task.WhenAll(found.Select(async pair =>
        {
            var organization = await store.GetAsync(pair.Id);
            organization.UserCount = await store.CountUsersAsync(pair.Id);
            return organization;
        }));
        return new() { Organizations = { organizations } };
    }
}
