using Google.Protobuf;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Groups;

/// <summary>Creates and changes groups with their members: reads, asks identity, plans, writes in one script; again where another was faster.</summary>
internal sealed class MemberChanges(StoreSession session, GroupStore groups, MemberStore members, UserDirectory users, TimeProvider time)
{
    /// <summary>Creates a group (P12, P13, P15). A replay of the request answers the first result.</summary>
    public async Task<(Group Group, MemberCounts Counts, Position? Position)> CreateAsync(
        string organizationId, string displayName, string externalId, Source source, MemberWish wish, Cause? cause, CancellationToken cancellation)
    {
        GroupRules.CheckName(displayName);
        var now = time.GetUtcNow();
        var record = new GroupRecord
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Source = source,
            DisplayName = displayName,
            ExternalId = externalId,
            CreatedMs = now.ToUnixTimeMilliseconds(),
            Number = (ulong)((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        };
        var (outcome, committed) = await session.ChangeAsync(async () =>
        {
            var commit = new Commit(Partition.Of(organizationId));
            var owner = await groups.FindByNameAsync(organizationId, displayName); // before the replay is looked for: it may be its own
            if (await groups.FindByRequestAsync(organizationId, cause) is { } done)
            {
                return (new Outcome(done, done, NothingPlanned), commit);
            }

            if (owner is not null)
            {
                throw GroupRules.NameTaken(owner.Record);
            }

            var empty = new GroupState(organizationId, record, [], 0, now, 0);
            var plan = await PlanAsync(empty, wish, [], cancellation);
            groups.RememberRequest(commit, organizationId, record.Id, cause);
            commit.SetField(session.Keys.Of(commit.Partition, "organizations"), organizationId, 1);
            commit.Append(groups.Stamp(new() { GroupCreated = new() { GroupId = record.Id, DisplayName = displayName, Source = source } }, organizationId, cause), record.Id);
            var written = record.Clone(); // a large list is swapped in under a key that the record names
            await WriteMembersAsync(commit, empty, written, [], plan, cause);
            await groups.WriteRecordAsync(commit, before: null, organizationId, written);
            return (new Outcome(null, groups.Touch(commit, null, written, plan.CountChange, organizationId), plan) { Told = commit.Changes }, commit);
        }, cancellation);
        await RecheckParkedAsync(outcome, cancellation);
        await members.RememberAsync(outcome.After, outcome.Plan, outcome.Told, committed);
        return (outcome.Committed(committed), outcome.Counts, committed.Position);
    }

    /// <summary>Changes names and members (P12 to P16); the first change by SCIM takes a local group over.</summary>
    public async Task<(Group Group, MemberCounts Counts, Position? Position)> ChangeAsync(
        ChangeGroupRequest request, MemberWish wish, CancellationToken cancellation)
    {
        var condition = new VersionCondition(request.IfVersion, request.UnlessVersion);
        var (outcome, committed) = await session.ChangeAsync(async mayBeWritten =>
        {
            var before = await groups.GetAsync(request.OrganizationId, request.GroupId);
            var renames = request.HasDisplayName || request.HasExternalId;
            GroupRules.CheckManager(before, request.Manager, membersOnly: !renames);
            if (!mayBeWritten)
            {
                condition.Check(before.Version);
            }

            var record = await ChangedRecordAsync(before, request);
            var edges = await ReadEdgesAsync(before, wish, cancellation);
            var plan = await PlanAsync(before, wish, edges, cancellation);
            var commit = new Commit(Partition.Of(request.OrganizationId));
            if (plan.IsEmpty && record.Equals(before.Record))
            {
                return (new Outcome(before, before, plan), commit); // also what an earlier attempt made, whatever its version (P29)
            }

            groups.Expect(commit, before, condition);
            await ExpectAdministratorAsync(commit, before, plan, cancellation);
            await WriteMembersAsync(commit, before, record, edges, plan, request.Cause);
            if (!record.Equals(before.Record))
            {
                await groups.WriteRecordAsync(commit, before, request.OrganizationId, record);
                TellOfRecord(commit, before, record, request.Cause);
            }

            return (new Outcome(before, groups.Touch(commit, before, record, plan.CountChange), plan) { Told = commit.Changes }, commit);
        }, cancellation);
        if (outcome.IsSwapped)
        {
            await members.ForgetRemovedAsync(outcome.After, outcome.Plan);
        }

        await RecheckParkedAsync(outcome, cancellation);
        await members.RememberAsync(outcome.After, outcome.Plan, outcome.Told, committed);
        return (outcome.Committed(committed), outcome.Counts, committed.Position);
    }

    private static MemberPlan NothingPlanned { get; } = new([], new HashSet<string>(), [], [], []);

    private async Task<GroupRecord> ChangedRecordAsync(GroupState before, ChangeGroupRequest request)
    {
        var record = before.Record.Clone();
        if (request.Manager == Manager.Scim)
        {
            record.Source = Source.Scim;
        }

        if (request.HasExternalId)
        {
            record.ExternalId = request.ExternalId;
        }

        if (request.HasDisplayName && request.DisplayName != before.Record.DisplayName)
        {
            GroupRules.CheckName(request.DisplayName);
            if (await groups.FindByNameAsync(request.OrganizationId, request.DisplayName) is { } owner && owner.Id != before.Id)
            {
                throw GroupRules.NameTaken(owner.Record);
            }

            record.DisplayName = request.DisplayName;
        }

        return record;
    }

    private async Task<Dictionary<string, EdgeRecord>> ReadEdgesAsync(GroupState group, MemberWish wish, CancellationToken cancellation)
    {
        if (!wish.ReplacesAll && wish.Adds.Count + wish.Removes.Count <= Commit.MaximumFields)
        {
            return await members.ReadEdgesAsync(group, [.. wish.Adds, .. wish.Removes]);
        }

        // All of them: a whole list is compared, or a large change is staged beside the present members.
        var edges = new Dictionary<string, EdgeRecord>(StringComparer.Ordinal);
        await foreach (var page in members.ReadPagesAsync(group, cancellation))
        {
            foreach (var (userId, edge) in page)
            {
                edges[userId] = edge;
            }
        }

        return edges;
    }

    private async Task<MemberPlan> PlanAsync(
        GroupState group, MemberWish wish, Dictionary<string, EdgeRecord> edges, CancellationToken cancellation)
    {
        if (wish.IsEmpty)
        {
            return NothingPlanned;
        }

        var parked = members.ReadParkedIdsAsync(group, wish.ReplacesAll ? null : [.. wish.Adds, .. wish.Removes]);
        var known = await users.LookUpAsync(group.OrganizationId, wish.Adds, cancellation);
        var plan = MemberPlan.Of(wish, edges, await parked, known);
        var unknown = plan.Parked.Where(id => !known.ContainsKey(id)).ToList();
        if (unknown.Count > 0 && await groups.ReadAsync(group.OrganizationId, unknown) is [var nested, ..])
        {
            throw new RefusedException(Reason.NestedGroup,
                $"The member {nested.Id} is a group. Groups within groups (nesting) aren't supported; push the people themselves.");
        }

        return plan;
    }

    /// <summary>
    /// The last active administrator can't be removed by hand: nobody of the organization could let another one in. Nobody else may have
    /// changed the members meanwhile, or two who remove each other would both succeed.
    /// </summary>
    /// <exception cref="RefusedException">SYSTEM_GROUP.</exception>
    private async Task ExpectAdministratorAsync(Commit commit, GroupState group, MemberPlan plan, CancellationToken cancellation)
    {
        if (!group.Record.Administrators || plan.Removed.Count == 0)
        {
            return;
        }

        groups.ExpectVersion(commit, group);
        var (leaving, leaves) = (plan.Removed.ToHashSet(StringComparer.Ordinal), false);
        if (plan.Added.Count > 0)
        {
            return; // they are active
        }

        await foreach (var page in members.ReadPagesAsync(group, cancellation))
        {
            var known = await users.LookUpAsync(group.OrganizationId, [.. page.Select(member => member.UserId)], cancellation);
            var active = page.Where(member => IsActive(known, member.UserId, member.Edge)).Select(member => member.UserId).ToList();
            if (active.Exists(userId => !leaving.Contains(userId)))
            {
                return;
            }

            leaves |= active.Count > 0;
        }

        if (leaves)
        {
            throw new RefusedException(Reason.SystemGroup, "An organization keeps at least one active administrator: add another one first.");
        }

        static bool IsActive(IReadOnlyDictionary<string, UserStatus> known, string userId, EdgeRecord edge) =>
            known.TryGetValue(userId, out var user) && user.State == UserState.Active && user.Tenure == edge.Tenure;
    }

    /// <summary>Up to 1,000 members in the one script; more are staged in chunks under a key of their own that the script swaps in.</summary>
    private async Task WriteMembersAsync(
        Commit commit, GroupState before, GroupRecord record, Dictionary<string, EdgeRecord> edges, MemberPlan plan, Cause? cause)
    {
        if (plan.Size <= Commit.MaximumFields)
        {
            members.Write(commit, before, plan, cause);
            return;
        }

        if (before.Version > 0)
        {
            groups.ExpectVersion(commit, before); // nobody may have changed a member since the edges were read
            commit.SetField(session.Keys.Of(commit.Partition, "clearing"), $"{before.OrganizationId}/{before.Id}/{before.Record.MembersKey}", "members");
        }

        record.MembersKey = before.Record.MembersKey + 1;
        var at = time.GetUtcNow();
        var staged = await members.StageAsync(before, edges, plan, cause, at);
        if (edges.Count + plan.CountChange > 0)
        {
            commit.Rename(staged, members.Members(before.OrganizationId, before.Id, record.MembersKey));
            commit.Persist(members.Members(before.OrganizationId, before.Id, record.MembersKey));
        }

        members.WriteParked(commit, before, plan, cause);
        members.Tell(commit, before, plan, cause, at);
    }

    private void TellOfRecord(Commit commit, GroupState before, GroupRecord record, Cause? cause)
    {
        if (record.Source != before.Record.Source)
        {
            commit.Append(groups.Stamp(new() { GroupTakenOver = new() { GroupId = record.Id } }, before.OrganizationId, cause), record.Id);
        }

        if (record.DisplayName != before.Record.DisplayName || record.ExternalId != before.Record.ExternalId)
        {
            commit.Append(groups.Stamp(new() { GroupUpdated = new() { GroupId = record.Id, DisplayName = record.DisplayName } }, before.OrganizationId, cause), record.Id);
        }
    }

    /// <summary>
    /// A user may have come between the question and the parking, and his event before it: those who are there by now become members.
    /// If he comes later, his event finds him parked.
    /// </summary>
    private async Task RecheckParkedAsync(Outcome outcome, CancellationToken cancellation)
    {
        var known = await users.LookUpAsync(outcome.After.OrganizationId, [.. outcome.Plan.Parked], cancellation);
        foreach (var user in known.Values)
        {
            await UnparkAsync(outcome.After.OrganizationId, user);
        }
    }

    /// <summary>Makes a user a member of the groups that wait for him (P15), if he is there: the log may tell late of one who has gone again.</summary>
    public async Task UnparkAsync(string organizationId, string userId)
    {
        if ((await members.ReadWaitingAsync(organizationId, userId)).Count > 0
            && (await users.LookUpAsync(organizationId, [userId], CancellationToken.None)).TryGetValue(userId, out var user))
        {
            await UnparkAsync(organizationId, user);
        }
    }

    private async Task UnparkAsync(string organizationId, UserStatus user)
    {
        if (user.State != UserState.Active)
        {
            return;
        }

        var userId = user.UserId;
        foreach (var groupId in await members.ReadWaitingAsync(organizationId, userId))
        {
            await session.ChangeAsync(async () =>
            {
                var commit = new Commit(Partition.Of(organizationId));
                if (await members.ExpectWaitingAsync(commit, organizationId, groupId, userId) is not { } parked)
                {
                    return (0, commit); // removed meanwhile
                }

                var group = await groups.FindAsync(organizationId, groupId);
                if (group is null || parked.ExpiresMs <= time.GetUtcNow().ToUnixTimeMilliseconds())
                {
                    members.Unpark(commit, organizationId, groupId, userId);
                    return (0, commit);
                }

                var wish = MemberWish.Of([new() { Add = new() { UserIds = { userId } } }]);
                var plan = MemberPlan.Of(wish, await members.ReadEdgesAsync(group, [userId]), new HashSet<string> { userId },
                    new Dictionary<string, UserStatus> { [userId] = user });
                groups.Expect(commit, group, VersionCondition.None);
                if (plan.Added.Count == 0)
                {
                    members.Unpark(commit, organizationId, groupId, userId);
                    return (0, commit);
                }

                // The membership's cause is the request that pushed it, not the one that brought the user.
                members.Write(commit, group, plan, new Cause { RequestId = parked.RequestId, Actor = parked.Actor });
                groups.Touch(commit, group, group.Record, plan.CountChange);
                return (0, commit);
            });
        }
    }

    /// <summary>Ends a user's memberships of stays up to one (P9, P10).</summary>
    public async Task EndMembershipsAsync(string organizationId, string userId, uint upToTenure, Cause? cause)
    {
        foreach (var (found, _) in await members.ReadGroupsOfAsync(organizationId, userId))
        {
            await session.ChangeAsync(async () =>
            {
                var commit = new Commit(Partition.Of(organizationId));
                var group = await groups.FindAsync(organizationId, found.Id);
                if (group is null || !(await members.ReadEdgesAsync(group, [userId])).TryGetValue(userId, out var edge) || edge.Tenure > upToTenure)
                {
                    return (0, commit);
                }

                // Pushed in a later stay meanwhile, the membership goes on.
                commit.ExpectField(members.Members(group), userId, edge.ToByteArray());
                groups.Expect(commit, group, VersionCondition.None);
                members.Write(commit, group, new MemberPlan([], new HashSet<string>(), [userId], [], []), cause);
                groups.Touch(commit, group, group.Record, -1);
                return (0, commit);
            });
        }
    }

    private sealed record Outcome(GroupState? Before, GroupState After, MemberPlan Plan)
    {
        private const int MaximumNamed = 100;

        /// <summary>The log entries of the commit, in order.</summary>
        public IReadOnlyList<Change> Told { get; init; } = [];

        public bool IsSwapped => Before is not null && Before.Record.MembersKey != After.Record.MembersKey;

        /// <summary>The group with the numbers that the commit made: others may have changed members since it was read.</summary>
        public Group Committed(Committed committed)
        {
            var group = After.ToGroup();
            group.Version = committed.Counters.Count > 0 ? (ulong)committed.Counters[0] : group.Version;
            group.MemberCount = committed.Counters.Count > 1 ? (ulong)Math.Max(0, committed.Counters[1]) : group.MemberCount;
            return group;
        }

        public MemberCounts Counts => new()
        {
            Added = (ulong)(Plan.Added.Count - Plan.Restated.Count),
            Removed = (ulong)Plan.Removed.Count,
            Parked = (ulong)Plan.Parked.Count,
            ParkedUserIds = { Plan.Parked.Take(MaximumNamed) },
            TakenOver = Before is not null && Before.Record.Source != After.Record.Source,
        };
    }
}
