using OptiId.Errors.V1;
using OptiId.Groups.Storage;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>An organization's groups as lists read them: the reserved ones only for administrators, before all others (P13).</summary>
/// <param name="organizationId">Whose.</param>
/// <param name="system">The reserved groups that the list shows.</param>
/// <param name="store">The groups.</param>
/// <param name="members">Their members.</param>
/// <param name="maximumScan">How many groups, or members, a search may look at.</param>
internal sealed class GroupList(
    string organizationId, IReadOnlyList<GroupState> system, GroupStore store, MemberStore members, int maximumScan) : ListSource<GroupState>
{
    private const string Id = "id", DisplayName = "displayName", ExternalId = "externalId", Member = "members.value";

    public override IReadOnlyList<string> Equalities { get; } = [Id, DisplayName, ExternalId, Member];

    public override int MaximumScan => maximumScan;

    public override async Task<long> CountAsync() => await store.CountAsync(organizationId) + system.Count;

    public override async Task<IReadOnlyList<ListPlace>> ReadPageAsync(SortOrder? order, int start, int count)
    {
        var descending = order is { Descending: true };
        var reserved = system.Select(group => PlaceOf(group, order: null)).ToList();
        if (!descending)
        {
            var first = reserved.Skip(start).Take(count).ToList();
            return [.. first, .. await store.ReadPageAsync(organizationId, false, Math.Max(0, start - system.Count), count - first.Count)];
        }

        var page = await store.ReadPageAsync(organizationId, true, start, count);
        var others = await store.CountAsync(organizationId);
        return [.. page, .. Enumerable.Reverse(reserved).Skip((int)Math.Max(0, start - others)).Take(count - page.Count)];
    }

    public override async Task<IReadOnlyList<ListPlace>> ReadAfterAsync(SortOrder? order, ListPlace? after, int count)
    {
        var (descending, places) = (order is { Descending: true }, order is { Descending: true } ? ListPlace.Descending : ListPlace.Ascending);
        var reserved = system.Select(group => PlaceOf(group, order: null)).Where(place => after is not { } last || places.Compare(place, last) > 0).Order(places);
        var page = await store.ReadAfterAsync(organizationId, descending, after, count);
        return [.. page.Concat(reserved).Order(places).Take(count)];
    }

    public override async Task<IReadOnlyList<GroupState>> ReadAsync(IReadOnlyList<string> ids)
    {
        var found = await store.ReadAsync(organizationId, ids);
        return [.. found.Where(IsShown)];
    }

    public override async Task<IAsyncEnumerable<IReadOnlyList<GroupState>>?> FindAsync(FilterLookup lookup)
    {
        IEnumerable<GroupState>? found = lookup.Attribute switch
        {
            Id => await store.ReadAsync(organizationId, [lookup.Value]),
            DisplayName => await store.FindByNameAsync(organizationId, lookup.Value) is { } group ? [group] : [],
            ExternalId => await store.FindByExternalIdAsync(organizationId, lookup.Value),
            _ => (await members.ReadGroupsOfAsync(organizationId, lookup.Value)).Select(pair => pair.Group),
        };
        return found is null ? null : new[] { (IReadOnlyList<GroupState>)[.. found.Where(IsShown)] }.ToAsyncEnumerable();
    }

    public override async IAsyncEnumerable<IReadOnlyList<GroupState>> ReadAllAsync(ListPlace? after)
    {
        yield return [.. system.Where(group => after is not { } last || ListPlace.Ascending.Compare(PlaceOf(group, order: null), last) > 0)];
        await foreach (var chunk in store.ReadAllAsync(organizationId, after))
        {
            yield return chunk;
        }
    }

    public override async ValueTask<IReadOnlyList<GroupState>> MatchAsync(Filter filter, IReadOnlyList<GroupState> items)
    {
        var asked = AskedMembers.Of(filter);
        var matches = new List<GroupState>();
        foreach (var group in items)
        {
            var resource = GroupResource.Of(group);
            if (asked is not null && await asked.ReadAsync(members, group, maximumScan, TooMany) is { Count: > 0 } values)
            {
                resource["members"] = values;
            }

            if (FilterEvaluator.Matches(filter, resource, ResourceTypes.Group))
            {
                matches.Add(group);
            }
        }

        return matches;
    }

    public override ListPlace PlaceOf(GroupState item, SortOrder? order) =>
        new(IsCreation(order) ? SortValue.None : order!.KeyOf(GroupResource.Of(item)), NumberOf(item.Record), item.Id);

    public override int SizeOf(GroupState item) => item.Bytes.Length;

    public override RefusedException TooMany() => new(Reason.TooMany,
        $"No index serves this search, and it would look at more than {maximumScan} groups or members. Filter by displayName, externalId, id or members.value with eq.");

    // The reserved ones are older than all others.
    private static ulong NumberOf(GroupRecord record) => record.Everyone ? 0 : record.Administrators ? 1 : record.Number;

    private bool IsShown(GroupState group) => !group.IsSystem || system.Any(shown => shown.Id == group.Id);
}
