using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Groups.Storage;

/// <summary>
/// What users' lives mean for memberships: who comes is taken out of the waiting room (P15), who goes for good leaves the groups
/// (P9, P10); and a new organization gets its reserved groups (P13). Effects are idempotent, told apart by the user's stay, and done
/// before the position moves: a crash between repeats them and changes nothing.
/// </summary>
internal sealed class UserLifeProjection(StoreSession session, GroupStore groups, MemberChanges memberChanges, IServiceProvider services, TimeProvider time) : IProjection
{
    private readonly KeySpace keys = session.Keys;
    private readonly AppliedPositions applied = new(session);

    public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => applied.ReadAsync(source, partition);

    public async Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            await ApplyAsync(change);
        }

        return await session.TryCommitAsync(applied.Advance(new(partition), source, expected, next)) is not null;
    }

    public async Task StartOverAsync(string source, int partition, CancellationToken cancellation)
    {
        var log = services.GetRequiredService<ChangesService.ChangesServiceClient>();
        using var call = log.ReadSnapshot(new() { Partition = (uint)partition }, cancellationToken: cancellation);
        Head? head = null;
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            head ??= call.ResponseStream.Current.Head;
            foreach (var change in call.ResponseStream.Current.Changes)
            {
                await ApplyAsync(change);
            }
        }

        await session.TryCommitAsync(applied.Reset(new(partition), source, head!));
    }

    private Task ApplyAsync(Change change) => change.EventCase switch
    {
        Change.EventOneofCase.OrganizationChanged => CreateSystemGroupsAsync(change),
        Change.EventOneofCase.UserProvisioned => ComeAsync(change, change.UserProvisioned.UserId, change.UserProvisioned.Tenure, change.UserProvisioned.Active),
        Change.EventOneofCase.UserReinstated => ComeAsync(change, change.UserReinstated.UserId, change.UserReinstated.Tenure, active: true),
        Change.EventOneofCase.UserDeleted => memberChanges.EndMembershipsAsync(change.OrganizationId, change.UserDeleted.UserId, change.UserDeleted.Tenure, change.Cause),
        Change.EventOneofCase.UserErased => EraseAsync(change),
        _ => Task.CompletedTask,
    };

    private async Task EraseAsync(Change change)
    {
        var (userId, tenure) = (change.UserErased.UserId, change.UserErased.Tenure);
        await memberChanges.EndMembershipsAsync(change.OrganizationId, userId, tenure, change.Cause);
        await session.TryCommitAsync(new Commit(Partition.Of(change.OrganizationId)).ForgetHistory(userId));
    }

    private async Task ComeAsync(Change change, string userId, uint tenure, bool active)
    {
        if (tenure > 1)
        {
            await memberChanges.EndMembershipsAsync(change.OrganizationId, userId, tenure - 1, change.Cause);
        }

        if (active)
        {
            await memberChanges.UnparkAsync(change.OrganizationId, userId);
        }
    }

    private async Task CreateSystemGroupsAsync(Change change)
    {
        var partition = Partition.Of(change.OrganizationId);
        foreach (var record in SystemGroups.Of(change.OrganizationId, time.GetUtcNow()))
        {
            await session.ChangeAsync(async () =>
            {
                var commit = new Commit(partition);
                if (await groups.FindAsync(change.OrganizationId, record.Id) is not null)
                {
                    return (0, commit);
                }

                await groups.WriteRecordAsync(commit, before: null, change.OrganizationId, record);
                groups.Touch(commit, null, record, 0, change.OrganizationId);
                commit.SetField(keys.Of(partition, "organizations"), change.OrganizationId, 1);
                return (0, commit.Append(groups.Stamp(new() { GroupCreated = GroupsSnapshot.Told(record) }, change.OrganizationId, change.Cause), record.Id));
            });
        }
    }
}
