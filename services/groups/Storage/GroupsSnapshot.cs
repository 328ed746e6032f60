using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Groups.Storage;

/// <summary>The instances, groups, memberships and grants of a partition, as entries that build a projection from nothing.</summary>
internal sealed class GroupsSnapshot(StoreSession session, GroupStore groups, MemberStore members, InstanceStore instances, GrantStore grants) : ISnapshot
{
    public async IAsyncEnumerable<Change> ReadAsync(int partition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var organization in await session.Bulk.HashKeysAsync(session.Keys.Of(partition, "organizations")))
        {
            await foreach (var change in ReadOrganizationAsync(organization!, cancellation))
            {
                change.OrganizationId = organization!;
                yield return change;
            }
        }
    }

    private async IAsyncEnumerable<Change> ReadOrganizationAsync(string organizationId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var instance in await instances.ReadAllAsync(organizationId))
        {
            yield return new() { At = instance.Created, InstanceChanged = InstanceStore.Told(instance, created: true) };
        }

        foreach (var group in await groups.ReadSystemAsync(organizationId))
        {
            await foreach (var change in ReadGroupAsync(group, cancellation))
            {
                yield return change;
            }
        }

        await foreach (var page in groups.ReadAllAsync(organizationId, after: null))
        {
            foreach (var group in page)
            {
                await foreach (var change in ReadGroupAsync(group, cancellation))
                {
                    yield return change;
                }
            }
        }
    }

    private async IAsyncEnumerable<Change> ReadGroupAsync(GroupState group, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new()
        {
            At = DateTimeOffset.FromUnixTimeMilliseconds(group.Record.CreatedMs).ToTimestamp(),
            GroupCreated = Told(group.Record),
        };
        await foreach (var page in members.ReadPagesAsync(group, cancellation))
        {
            // An entry has one time and one cause; the members that one request pushed share theirs.
            foreach (var pushed in page.GroupBy(member => (member.Edge.SinceMs, member.Edge.RequestId, member.Edge.Actor)))
            {
                yield return new()
                {
                    At = DateTimeOffset.FromUnixTimeMilliseconds(pushed.Key.SinceMs).ToTimestamp(),
                    Cause = new Cause { RequestId = pushed.Key.RequestId, Actor = pushed.Key.Actor },
                    MembersAdded = new()
                    {
                        GroupId = group.Id,
                        Members = { pushed.Select(member => new Member { UserId = member.UserId, Tenure = member.Edge.Tenure }) },
                    },
                };
            }
        }

        foreach (var grant in (await grants.ReadOfGroupAsync(group.OrganizationId, group.Id)).Grants)
        {
            yield return new()
            {
                At = grant.Since,
                Cause = grant.Cause,
                GrantMade = new() { GrantId = grant.Id, GroupId = grant.GroupId, InstanceId = grant.InstanceId, Role = grant.Role },
            };
        }
    }

    /// <summary>What the log tells of a group.</summary>
    public static GroupCreated Told(GroupRecord record) => new()
    {
        GroupId = record.Id,
        DisplayName = record.DisplayName,
        Source = record.Source,
        Everyone = record.Everyone,
    };
}
