using System.Runtime.CompilerServices;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Identity.V1;

namespace OptiId.Identity.Storage;

/// <summary>The organizations and users of a partition, as entries that build a projection from nothing.</summary>
internal sealed class IdentitySnapshot(OrganizationStore organizations, UserOrders users) : ISnapshot
{
    public async IAsyncEnumerable<Change> ReadAsync(int partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (organizationId, _) in await organizations.ListNamesAsync(partition))
        {
            var organization = await organizations.GetAsync(organizationId);
            yield return new()
            {
                OrganizationId = organizationId,
                At = organization.Created,
                OrganizationChanged = new() { Scim = organization.Mode == ProvisioningMode.Scim },
            };

            // By the place in the order of creation, not by rank: a user that is deleted meanwhile must not make another be left out.
            await foreach (var page in users.ReadAllAsync(organizationId, after: null).WithCancellation(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var user in page)
                {
                    var change = UserEvents.Provisioned(user);
                    change.OrganizationId = organizationId;
                    change.At = user.LastModified;
                    yield return change;
                }
            }
        }
    }
}
