using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Identity.Storage;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Identity;

/// <summary>Changes a user by a rule: reads, applies the rule, writes record, indexes and log in one script; again where another was faster.</summary>
internal sealed class UserChanges(StoreSession session, UserStore store, TimeProvider time)
{
    /// <summary>Changes the user that is there.</summary>
    /// <param name="organizationId">Whose user.</param>
    /// <param name="userId">Which; one of another organization isn't found.</param>
    /// <param name="cause">Why.</param>
    /// <param name="condition">Which version it may have.</param>
    /// <param name="rule">Pure: it may run twice.</param>
    /// <exception cref="RefusedException">USER_NOT_FOUND, VERSION_MISMATCH, USER_NAME_TAKEN, or what the rule throws.</exception>
    public Task<UserChange> UpdateAsync(
        string organizationId, string userId, Cause? cause, VersionCondition condition, Func<User, DateTimeOffset, User> rule) =>
        ChangeAsync(async mayBeWritten =>
        {
            var before = await store.GetAsync(organizationId, userId);
            if (!mayBeWritten)
            {
                condition.Check(before.Version);
            }

            var after = rule(before, time.GetUtcNow());
            if (mayBeWritten && !UserRules.IsSame(before, after)) // what an earlier attempt made has another version (P29)
            {
                condition.Check(before.Version);
            }

            return (before, after, null);
        }, organizationId, cause);

    /// <summary>Deletes the user that is there (P10).</summary>
    /// <param name="organizationId">Whose user.</param>
    /// <param name="userId">Which; one of another organization isn't found.</param>
    /// <param name="cause">Why.</param>
    /// <param name="condition">Which version it may have.</param>
    /// <param name="check">Refuses; it may run twice.</param>
    /// <exception cref="RefusedException">USER_NOT_FOUND, VERSION_MISMATCH, or what the check throws.</exception>
    public Task<UserChange> DeleteAsync(string organizationId, string userId, Cause? cause, VersionCondition condition, Action<User> check) =>
        ChangeAsync(async mayBeWritten =>
        {
            var before = await store.GetAsync(organizationId, userId, evenDeleted: mayBeWritten);
            if (before.State == UserState.Deleted)
            {
                return (before, before, null); // by an earlier attempt (P29)
            }

            condition.Check(before.Version);
            check(before);
            return (before, UserRules.Delete(before, time.GetUtcNow()), null);
        }, organizationId, cause);

    /// <summary>Creates a user, or changes the one that has the userName. A replay of the request answers the first result.</summary>
    /// <param name="organizationId">Where.</param>
    /// <param name="userName">Whose.</param>
    /// <param name="cause">Why; its request id is the idempotency key.</param>
    /// <param name="rule">Pure: of the user who has the name, active or not or deleted within the retention time.</param>
    public Task<UserChange> CreateAsync(
        string organizationId, string userName, Cause? cause, Func<User?, DateTimeOffset, User> rule) =>
        ChangeAsync(async _ =>
        {
            var before = await store.FindByUserNameAsync(organizationId, userName, evenDeleted: true);

            // After the name: whoever has it by now may be what this very request created, sent twice.
            return await store.FindByRequestAsync(organizationId, cause) is { } done
                ? (done, done, null)
                : (before, rule(before, time.GetUtcNow()), cause);
        }, organizationId, cause);

    private async Task<UserChange> ChangeAsync(
        Func<bool, Task<(User? Before, User After, Cause? Idempotency)>> attempt, string organizationId, Cause? cause)
    {
        IReadOnlyList<Change> told = [];
        var (user, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            told = [];
            var (before, after, idempotency) = await attempt(mayBeWritten);
            var commit = new Commit(Partition.Of(organizationId));
            if (UserRules.IsSame(before, after))
            {
                return (before!, commit); // no version, no event: a Force Sync sends thousands of unchanged PUTs
            }

            if (before is { State: not UserState.Deleted })
            {
                // Whoever comes (back) has been looked for by this name; where somebody else came in between, the script refuses and
                // the rule decides anew: it may be this very request, sent twice.
                await store.CheckUserNameAsync(after);
            }

            var now = time.GetUtcNow();
            after.Version = (before?.Version ?? 0) + 1;
            after.LastModified = after.Created.Equals(before?.Created) ? now.ToTimestamp() : after.Created; // RFC 7643 §3.1: what is new wasn't modified since
            foreach (var change in UserEvents.Between(before, after))
            {
                change.OrganizationId = organizationId;
                change.At = now.ToTimestamp();
                change.Cause = cause;
                commit.Append(change, after.Id);
            }

            await store.Write(commit, before, after, idempotency);
            told = commit.Changes;
            return (after, commit);
        });
        return new(user, committed.Position, told);
    }
}

/// <summary>What a change came to.</summary>
/// <param name="User">The user now.</param>
/// <param name="Position">Where the log tells of it; null where nothing changed.</param>
/// <param name="Changes">What the log tells of it; none where nothing changed.</param>
internal sealed record UserChange(User User, Position? Position, IReadOnlyList<Change> Changes)
{
    public void Deconstruct(out User user, out Position? position) => (user, position) = (User, Position);
}
