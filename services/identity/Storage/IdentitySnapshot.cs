using System.Runtime.CompilerServices;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity.Storage;

/// <summary>The organizations and users of a partition, as entries that build a projection from nothing.</summary>
internal sealed class IdentitySnapshot(OrganizationStore organizations, UserStore users) : ISnapshot
{
    private const int PageSize = 1_000;

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
            var after = PageCursor.Parse("");
            while (await users.ReadAfterAsync(organizationId, after, PageSize) is { Count: > 0 } page)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var user in page)
                {
                    var change = UserEvents.Provisioned(user);
                    change.OrganizationId = organizationId;
                    change.At = user.LastModified;
                    yield return change;
                }

                after = new(page[^1].Number, page[^1].Id);
            }
        }
    }
}
