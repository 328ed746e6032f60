using OptiId.Errors.V1;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

/// <summary>An organization's users as lists read them.</summary>
internal sealed class UserList(string organizationId, UserStore store, UserOrders orders, int maximumScan) : ListSource<User>
{
    private const string Id = "id", DisplayName = "displayName", Email = "emails.value";

    private DocumentFilter? prepared;

    public override IReadOnlyList<string> Equalities { get; } = [Id, UserDocument.UserName, UserDocument.ExternalId, Email, DisplayName];

    public override IReadOnlyList<string> Prefixes { get; } = [UserDocument.UserName];

    public override int MaximumScan => maximumScan;

    public override bool IsIndexed(SortOrder? order) => IsCreation(order) || IsName(order);

    public override Task<long> CountAsync() => store.CountAsync(organizationId);

    public override Task<IReadOnlyList<ListPlace>> ReadPageAsync(SortOrder? order, int start, int count) => IsName(order)
        ? orders.ReadPageByNameAsync(organizationId, order!.Descending, start, count)
        : orders.ReadPageAsync(organizationId, order is { Descending: true }, start, count);

    public override Task<IReadOnlyList<ListPlace>> ReadAfterAsync(SortOrder? order, ListPlace? after, int count) => IsName(order)
        ? orders.ReadAfterByNameAsync(organizationId, order!.Descending, after, count)
        : orders.ReadAfterAsync(organizationId, order is { Descending: true }, after, count);

    public override Task<IReadOnlyList<User>> ReadAsync(IReadOnlyList<string> ids) => store.ReadAsync(organizationId, ids);

    public override async Task<IAsyncEnumerable<IReadOnlyList<User>>?> FindAsync(FilterLookup lookup)
    {
        if (lookup.IsPrefix)
        {
            return CanonicalText.TryCanonicalize(lookup.Value, out var prefix) ? orders.ReadByPrefixAsync(organizationId, prefix) : null;
        }

        var found = lookup.Attribute switch
        {
            Id => await store.ReadAsync(organizationId, [lookup.Value]),
            UserDocument.UserName => await store.FindByUserNameAsync(organizationId, lookup.Value, evenDeleted: false) is { } user ? [user] : [],
            UserDocument.ExternalId => await store.FindByExternalIdAsync(organizationId, lookup.Value),
            Email => await store.FindByEmailAsync(organizationId, lookup.Value),
            _ => await store.FindByDisplayNameAsync(organizationId, lookup.Value),
        };
        return found is null ? null : new[] { found }.ToAsyncEnumerable();
    }

    public override IAsyncEnumerable<IReadOnlyList<User>> ReadAllAsync(ListPlace? after) => orders.ReadAllAsync(organizationId, after);

    public override ValueTask<IReadOnlyList<User>> MatchAsync(Filter filter, IReadOnlyList<User> items)
    {
        prepared ??= new(filter, ResourceTypes.User);
        return new([.. items.Where(user => user.State != UserState.Deleted && prepared.Matches(user.Document.Memory, UserDocument.Facts(user)))]);
    }

    public override ListPlace PlaceOf(User item, SortOrder? order) =>
        new(IsCreation(order) ? SortValue.None : order!.KeyOf(UserDocument.ToResource(item)), item.Number, item.Id);

    public override int SizeOf(User item) => item.CalculateSize();

    public override RefusedException TooMany() => new(Reason.TooMany,
        $"No index serves this search, and it would look at more than {maximumScan} users. Filter by userName, externalId, id, displayName or emails.value with eq, or by userName with sw.");

    private static bool IsName(SortOrder? order) => order is not null && order.Path.Is(UserDocument.UserName);
}
