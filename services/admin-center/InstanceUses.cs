using OptiId.Access.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter;

/// <summary>Who uses a product instance.</summary>
/// <param name="Groups">Which groups have a grant on it, by name.</param>
/// <param name="HasUsers">Whether anybody has access.</param>
/// <param name="IsFresh">Whether that is known to be up to date.</param>
internal sealed record InstanceUse(IReadOnlyList<InstanceUse.Holder> Groups, bool HasUsers, bool IsFresh)
{
    /// <summary>A group with a grant.</summary>
    internal sealed record Holder(string Id, string Name);
}

/// <summary>Finds out who uses product instances, a few at once: a page shows some dozens.</summary>
internal sealed class InstanceUses(Backends backends)
{
    private const int AtOnce = 8;
    private const int GroupsAtOnce = 200;

    /// <summary>Who uses each of the instances.</summary>
    public async Task<Dictionary<string, InstanceUse>> ReadAsync(string organizationId, IReadOnlyCollection<Instance> instances, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>();
        var uses = new Dictionary<string, InstanceUse>();
        foreach (var chunk in instances.Chunk(AtOnce))
        {
            var grants = await Task.WhenAll(chunk.Select(instance => ReadGrantsAsync(organizationId, instance.Id, cancellation)));
            await AddNamesAsync(names, organizationId, grants.SelectMany(ofOne => ofOne.Select(grant => grant.GroupId)), cancellation);
            var found = await Task.WhenAll(chunk.Zip(grants, (instance, ofOne) => ReadUseAsync(organizationId, instance.Id, ofOne, names, cancellation)));
            foreach (var (instance, use) in chunk.Zip(found))
            {
                uses[instance.Id] = use;
            }
        }

        return uses;
    }

    /// <summary>Which of the instances nobody has access to; one of which that isn't known to be up to date isn't said to be.</summary>
    public async Task<IReadOnlyList<Instance>> FindUnusedAsync(string organizationId, IReadOnlyCollection<Instance> instances, CancellationToken cancellation)
    {
        var unused = new List<Instance>();
        foreach (var chunk in instances.Chunk(AtOnce))
        {
            var found = await Task.WhenAll(chunk.Select(instance => ReadAnybodyAsync(organizationId, instance.Id, cancellation)));
            unused.AddRange(chunk.Zip(found).Where(pair => pair.Second is { Users.Count: 0, Freshness.Fresh: true }).Select(pair => pair.First));
        }

        return unused;
    }

    /// <summary>What groups are called, by id; those that are gone are left out.</summary>
    public async Task AddNamesAsync(Dictionary<string, string> names, string organizationId, IEnumerable<string> groupIds, CancellationToken cancellation)
    {
        foreach (var chunk in groupIds.Where(id => !names.ContainsKey(id)).Distinct().Chunk(GroupsAtOnce).ToList())
        {
            foreach (var group in (await backends.Groups.GetGroupsAsync(new() { OrganizationId = organizationId, GroupIds = { chunk } }, cancellationToken: cancellation)).Groups)
            {
                names[group.Id] = group.DisplayName;
            }
        }
    }

    private async Task<IReadOnlyList<Grant>> ReadGrantsAsync(string organizationId, string instanceId, CancellationToken cancellation) =>
        (await backends.Instances.ListGrantsAsync(new() { OrganizationId = organizationId, InstanceId = instanceId }, cancellationToken: cancellation)).Grants;

    private async Task<InstanceUse> ReadUseAsync(
        string organizationId, string instanceId, IReadOnlyList<Grant> grants, Dictionary<string, string> names, CancellationToken cancellation)
    {
        if (grants.Count == 0)
        {
            return new([], HasUsers: false, IsFresh: true);
        }

        var anybody = await ReadAnybodyAsync(organizationId, instanceId, cancellation);
        var holders = grants.Select(grant => grant.GroupId).Distinct(StringComparer.Ordinal).Where(names.ContainsKey)
            .Select(id => new InstanceUse.Holder(id, names[id])).OrderBy(holder => holder.Name, StringComparer.OrdinalIgnoreCase);
        return new([.. holders], anybody.Users.Count > 0, anybody.Freshness.Fresh);
    }

    // What is known is shown even where it may be old, and is then said to be.
    private async Task<ListUsersOfInstanceResponse> ReadAnybodyAsync(string organizationId, string instanceId, CancellationToken cancellation) => await backends.Access.ListUsersOfInstanceAsync(
        new() { OrganizationId = organizationId, InstanceId = instanceId, PageSize = 1, Consistency = new() { AllowStale = true } }, cancellationToken: cancellation);
}
