using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>Organizations in the store.</summary>
internal sealed class OrganizationStore(StoreSession session, TimeProvider time)
{
    private readonly KeySpace keys = session.Keys;

    /// <summary>The organization.</summary>
    /// <exception cref="RefusedException">ORGANIZATION_NOT_FOUND.</exception>
    public async Task<Organization> GetAsync(string organizationId) => await FindAsync(organizationId)
        ?? throw new RefusedException(Reason.OrganizationNotFound, "There is no such organization.");

    /// <summary>Every organization's id and name.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListNamesAsync()
    {
        var partitions = await Task.WhenAll(Enumerable.Range(0, Partition.Count).Select(ListNamesAsync));
        return [.. partitions.SelectMany(names => names)];
    }

    /// <summary>The organizations of a partition.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListNamesAsync(int partition)
    {
        var entries = await session.Bulk.HashGetAllAsync(keys.Of(partition, "organizations"));
        return [.. entries.Select(entry => ((string)entry.Name!, (string)entry.Value!))];
    }

    /// <summary>How many active users it has.</summary>
    public async Task<ulong> CountUsersAsync(string organizationId) =>
        (ulong)Math.Max(0, (long)await session.Reads.HashGetAsync(keys.Of(Partition.Of(organizationId), "counts", organizationId), UserStore.ActiveCount));

    /// <summary>Stores a new organization; where the same request stored one before, that one stays.</summary>
    public async Task<Position?> CreateAsync(Organization organization, Cause? cause)
    {
        var partition = Partition.Of(organization.Id);
        var (_, committed) = await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition)
            .Set(keys.Of(partition, "o", organization.Id), VersionedRecord.Write(organization.Version, organization))
            .SetField(keys.Of(partition, "organizations"), organization.Id, organization.Name)
            .SetField(SearchIndexing.Progress(keys, partition), organization.Id, SearchIndexing.Done)
            .Append(Changed(organization, cause, created: true)))));
        return committed.Position;
    }

    /// <summary>Changes the mode; setting the one that is set changes nothing.</summary>
    public async Task<(Organization Organization, Position? Position)> SetModeAsync(string organizationId, ProvisioningMode mode, Cause? cause)
    {
        var partition = Partition.Of(organizationId);
        var (organization, committed) = await session.ChangeAsync(async () =>
        {
            var before = await GetAsync(organizationId);
            var commit = new Commit(partition);
            if (before.Mode == mode)
            {
                return (before, commit);
            }

            var after = before.Clone();
            after.Mode = mode;
            after.Version++;
            RedisKey key = keys.Of(partition, "o", organizationId);
            return (after, commit.ExpectVersion(key, before.Version).Set(key, VersionedRecord.Write(after.Version, after)).Append(Changed(after, cause)));
        });
        return (organization, committed.Position);
    }

    private async Task<Organization?> FindAsync(string organizationId) => organizationId.Length == 0
        ? null
        : VersionedRecord.Read(
            await session.Reads.StringGetAsync(keys.Of(Partition.Of(organizationId), "o", organizationId)), Organization.Parser);

    private Change Changed(Organization organization, Cause? cause, bool created = false) => new()
    {
        OrganizationId = organization.Id,
        At = time.GetUtcNow().ToTimestamp(),
        Cause = cause,
        OrganizationChanged = new() { Scim = organization.Mode == ProvisioningMode.Scim, Created = created },
    };
}
