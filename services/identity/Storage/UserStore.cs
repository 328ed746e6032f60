using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>
/// Users in the store. Keys of an organization: <c>u</c> a record each; <c>un</c> canonical userName → id; <c>ux</c> externalId → ids;
/// <c>em</c> canonical e-mail → ids; <c>dn</c> canonical displayName → ids; <c>gone</c> canonical userName → id of a deleted user;
/// <c>order</c> ids by creation; <c>names</c> canonical userNames with ids, by name; what <see cref="UserSearchIndex"/> keeps; <c>counts</c>;
/// <c>request</c> request id → id of what it created. A partition: <c>deleted</c> who is to be erased when.
/// </summary>
internal sealed class UserStore(StoreSession session, TimeProvider time)
{
    public const string ActiveCount = "active";

    private static readonly TimeSpan IdempotencyTime = TimeSpan.FromMinutes(10);

    private readonly KeySpace keys = session.Keys;

    /// <summary>The user.</summary>
    /// <exception cref="RefusedException">USER_NOT_FOUND: not there, deleted, or another organization's.</exception>
    public async Task<User> GetAsync(string organizationId, string userId, bool evenDeleted = false)
    {
        var user = Read(await session.Reads.StringGetAsync(Record(organizationId, userId)));
        return user is not null && (evenDeleted || user.State != UserState.Deleted)
            ? user
            : throw new RefusedException(Reason.UserNotFound, "There is no user with this id.");
    }

    /// <summary>Those of the users that are there, in the order of the ids; deleted ones too.</summary>
    /// <param name="organizationId">Whose.</param>
    /// <param name="userIds">At most 1,000.</param>
    /// <param name="bulk">Over the connection for bulk work.</param>
    public async Task<IReadOnlyList<User>> ReadAsync(string organizationId, IReadOnlyCollection<string> userIds, bool bulk = false)
    {
        if (userIds.Count == 0)
        {
            return [];
        }

        var records = await (bulk ? session.Bulk : session.Reads).StringGetAsync([.. userIds.Select(id => Record(organizationId, id))]);
        return [.. records.Select(record => Read(record)).OfType<User>()];
    }

    /// <summary>Who has the userName, in any letter case and Unicode form (P32).</summary>
    public async Task<User?> FindByUserNameAsync(string organizationId, string userName, bool evenDeleted)
    {
        if (!CanonicalText.TryCanonicalize(userName, out var canonical))
        {
            return null;
        }

        var partition = Partition.Of(organizationId);
        var id = await session.Reads.HashGetAsync(keys.Of(partition, "un", organizationId), canonical);
        if (id.IsNull && evenDeleted)
        {
            id = await session.Reads.HashGetAsync(keys.Of(partition, "gone", organizationId), canonical);
        }

        return id.IsNull ? null : Read(await session.Reads.StringGetAsync(Record(organizationId, id!)));
    }

    /// <summary>Nobody else may have the userName that a user is to have.</summary>
    /// <exception cref="RefusedException">USER_NAME_TAKEN.</exception>
    public async Task CheckUserNameAsync(User user)
    {
        if (IsListed(user) && await FindByUserNameAsync(user.OrganizationId, user.UserName, evenDeleted: false) is { } owner && owner.Id != user.Id)
        {
            throw UserRules.NameTaken(owner);
        }
    }

    /// <summary>Who has the externalId, exactly; null where too many have (<see cref="SharedIndex"/>).</summary>
    public Task<IReadOnlyList<User>?> FindByExternalIdAsync(string organizationId, string externalId) =>
        FindByIndexAsync(organizationId, "ux", externalId);

    /// <summary>Who has the displayName, in any letter case and Unicode form; null where too many have.</summary>
    public async Task<IReadOnlyList<User>?> FindByDisplayNameAsync(string organizationId, string displayName) =>
        CanonicalText.TryCanonicalize(displayName, out var canonical) ? await FindByIndexAsync(organizationId, "dn", canonical) : null;

    /// <summary>Who has the e-mail address as userName or among the e-mails; null where too many have.</summary>
    public async Task<IReadOnlyList<User>?> FindByEmailAsync(string organizationId, string email)
    {
        if (!CanonicalText.TryCanonicalize(email, out var canonical))
        {
            return null;
        }

        var byUserName = await FindByUserNameAsync(organizationId, email, evenDeleted: false);
        return (byUserName, await FindByIndexAsync(organizationId, "em", canonical)) switch
        {
            (_, null) => null,
            (null, var others) => others,
            (_, var others) => [byUserName, .. others],
        };
    }

    /// <summary>What a request with this cause created a moment ago.</summary>
    public async Task<User?> FindByRequestAsync(string organizationId, Cause? cause)
    {
        if (string.IsNullOrEmpty(cause?.RequestId))
        {
            return null;
        }

        var id = await session.Reads.StringGetAsync(Request(organizationId, cause));
        return id.IsNull ? null : Read(await session.Reads.StringGetAsync(Record(organizationId, id!)));
    }

    /// <summary>How many users lists show: active and deactivated ones.</summary>
    public Task<long> CountAsync(string organizationId) => session.Reads.SortedSetLengthAsync(Order(organizationId));

    /// <summary>The user must still be as it was read.</summary>
    public Commit ExpectUnchanged(Commit commit, User user) => commit.ExpectVersion(Record(user.OrganizationId, user.Id), user.Version);

    /// <summary>Writes record and indexes of a user as they follow from before and after.</summary>
    public async Task Write(Commit commit, User? before, User after, Cause? idempotency)
    {
        var organizationId = after.OrganizationId;
        var partition = commit.Partition;
        var record = Record(organizationId, after.Id);
        _ = before is null ? commit.ExpectAbsent(record) : commit.ExpectVersion(record, before.Version);
        commit.Set(record, VersionedRecord.Write(after.Version, after));

        WriteUserName(commit, before, after);
        await SharedIndex.WriteAsync(session, commit, keys.Of(partition, "ux", organizationId), after.Id, ExternalIds(before), ExternalIds(after));
        await SharedIndex.WriteAsync(session, commit, keys.Of(partition, "em", organizationId), after.Id, Emails(before), Emails(after));
        await SharedIndex.WriteAsync(session, commit, keys.Of(partition, "dn", organizationId), after.Id, DisplayNames(before), DisplayNames(after));

        UserSearchIndex.Write(commit, keys, before, after);
        var (wasListed, isListed) = (IsListed(before), IsListed(after));
        if (wasListed != isListed)
        {
            _ = isListed
                ? commit.AddToOrder(Order(organizationId), after.Number, after.Id).RemoveFromOrder(Deleted(partition), Owner(after))
                : commit.RemoveFromOrder(Order(organizationId), after.Id)
                    .AddToOrder(Deleted(partition), after.Deleted.ToDateTimeOffset().ToUnixTimeMilliseconds(), Owner(after));
        }

        var (wasActive, isActive) = (before?.State == UserState.Active, after.State == UserState.Active);
        if (wasActive != isActive)
        {
            commit.AddToField(keys.Of(partition, "counts", organizationId), ActiveCount, isActive ? 1 : -1);
        }

        if (!string.IsNullOrEmpty(idempotency?.RequestId))
        {
            commit.Set(Request(organizationId, idempotency), after.Id, IdempotencyTime);
        }
    }

    /// <summary>Removes a user and everything personal for good (P10).</summary>
    /// <param name="organizationId">Whose user.</param>
    /// <param name="userId">Which.</param>
    /// <param name="cause">Why.</param>
    /// <param name="check">Refuses; of the user as it is when it is erased, so it may run twice.</param>
    /// <param name="onlyDeleted">Leave a user alone that has come back since it was found to be due.</param>
    public async Task<Position?> EraseAsync(string organizationId, string userId, Cause? cause, Action<User>? check = null, bool onlyDeleted = false)
    {
        var (_, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            var partition = Partition.Of(organizationId);
            var commit = new Commit(partition);
            if ((mayBeWritten || onlyDeleted) && !await session.Reads.KeyExistsAsync(Record(organizationId, userId)))
            {
                return (0, commit); // erased by an earlier attempt (P29), or by another replica that found it to be due
            }

            var before = await GetAsync(organizationId, userId, evenDeleted: true);
            check?.Invoke(before);
            if (onlyDeleted && before.State != UserState.Deleted)
            {
                return (0, commit);
            }

            var gone = UserRules.Delete(before, time.GetUtcNow());
            if (before.State != UserState.Deleted)
            {
                await Write(commit, before, gone, idempotency: null);
            }
            else
            {
                commit.ExpectVersion(Record(organizationId, userId), before.Version);
            }

            var canonical = CanonicalText.Canonicalize(before.UserName);
            var names = keys.Of(partition, "gone", organizationId);
            if (before.State != UserState.Deleted || await session.Reads.HashGetAsync(names, canonical) == userId)
            {
                commit.DeleteFields(names, [canonical]);
            }

            commit.ForgetHistory(userId).Delete(Record(organizationId, userId)).RemoveFromOrder(Deleted(partition), Owner(before));
            return (0, commit.Append(new()
            {
                OrganizationId = organizationId,
                At = time.GetUtcNow().ToTimestamp(),
                Cause = cause,
                UserErased = new() { UserId = userId, Tenure = before.Tenure },
            }));
        });
        return committed.Position;
    }

    /// <summary>Users of a partition that were deleted before a time, at most 100.</summary>
    public async Task<IReadOnlyList<(string OrganizationId, string UserId)>> FindDeletedAsync(int partition, DateTimeOffset before)
    {
        var owners = await session.Bulk.SortedSetRangeByScoreAsync(Deleted(partition), 0, before.ToUnixTimeMilliseconds(), take: 100);
        return [.. owners.Select(owner => ((string)owner!).Split('/')).Select(parts => (parts[0], parts[1]))];
    }

    private void WriteUserName(Commit commit, User? before, User after)
    {
        var names = keys.Of(commit.Partition, "un", after.OrganizationId);
        var gone = keys.Of(commit.Partition, "gone", after.OrganizationId);
        var (oldName, newName) = (before is null ? null : CanonicalText.Canonicalize(before.UserName), CanonicalText.Canonicalize(after.UserName));
        var (wasListed, isListed) = (IsListed(before), IsListed(after));
        var byName = UserOrders.Names(keys, after.OrganizationId);
        if (wasListed && (!isListed || oldName != newName))
        {
            commit.DeleteFields(names, [oldName!]).RemoveFromOrder(byName, UserOrders.NameEntry(oldName!, after.Id));
        }

        if (isListed && (!wasListed || oldName != newName))
        {
            commit.ExpectField(names, newName, RedisValue.Null).SetField(names, newName, after.Id)
                .AddToOrder(byName, 0, UserOrders.NameEntry(newName, after.Id));
        }

        if (before?.State == UserState.Deleted && isListed)
        {
            commit.DeleteFields(gone, [oldName!]);
        }

        if (!isListed)
        {
            commit.SetField(gone, newName, after.Id);
        }
    }

    private async Task<IReadOnlyList<User>?> FindByIndexAsync(string organizationId, string index, string value) =>
        await SharedIndex.ReadAsync(session, keys.Of(Partition.Of(organizationId), index, organizationId), value) is { } ids
            ? await ReadAsync(organizationId, ids)
            : null;

    private static HashSet<string> ExternalIds(User? user) => IsListed(user) && user!.ExternalId.Length > 0 ? [user.ExternalId] : [];

    private static IReadOnlySet<string> Emails(User? user) => IsListed(user) ? UserDocument.CanonicalEmails(user!) : new HashSet<string>();

    private static IReadOnlySet<string> DisplayNames(User? user) => IsListed(user) ? UserDocument.CanonicalDisplayName(user!) : new HashSet<string>();

    private static bool IsListed(User? user) => user is { State: not UserState.Deleted };

    private static string Owner(User user) => $"{user.OrganizationId}/{user.Id}";

    private static User? Read(RedisValue record) => VersionedRecord.Read((byte[]?)record, User.Parser);

    private RedisKey Record(string organizationId, string userId) => keys.Of(Partition.Of(organizationId), "u", organizationId, userId);

    private RedisKey Order(string organizationId) => UserOrders.Created(keys, organizationId);

    private RedisKey Request(string organizationId, Cause cause) => keys.Of(Partition.Of(organizationId), "request", organizationId, cause.RequestId);

    private RedisKey Deleted(int partition) => keys.Of(partition, "deleted");
}
