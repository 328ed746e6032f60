using OptiId.Access.V1;

namespace OptiId.Access;

/// <summary>
/// One role that a group would be given or lose, and who would gain or lose it by that: those of the group who don't have it in another way.
/// Pure; the members are shown to it one after the other.
/// </summary>
internal sealed class GrantPreview
{
    public const int MaximumExamples = 20;

    private readonly HashSet<string> others;
    private readonly bool changesNothing;

    /// <param name="instanceId">Where.</param>
    /// <param name="role">What.</param>
    /// <param name="gained">Given, or lost.</param>
    /// <param name="groupId">Whose grant it is.</param>
    /// <param name="everyone">The group that every active user is in.</param>
    /// <param name="grants">All grants on the instance.</param>
    public GrantPreview(
        string instanceId, string role, bool gained, string groupId, string? everyone, IReadOnlyCollection<(string GroupId, string Role)> grants)
    {
        Effect = new() { InstanceId = instanceId, Role = role, Gained = gained };
        var holders = grants.Where(grant => grant.Role == role).Select(grant => grant.GroupId).ToHashSet(StringComparer.Ordinal);
        var isGranted = holders.Remove(groupId);

        // Made though it is there, or ended though it isn't: as it is. And who is in Everyone has what Everyone has.
        changesNothing = isGranted == gained || (everyone is not null && holders.Contains(everyone));
        others = changesNothing ? [] : holders;
    }

    /// <summary>What has been found so far.</summary>
    public RoleEffect Effect { get; }

    /// <summary>The other groups with the role, whose members keep it or have it already.</summary>
    public IReadOnlyCollection<string> Others => others;

    /// <summary>Whether the count is known without a look at each member's other groups.</summary>
    public bool IsOfAllMembers => !changesNothing && others.Count == 0;

    /// <summary>Counts an active member of the group.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="groupIds">The groups that he is in, of those that were asked for.</param>
    public void Look(string userId, IEnumerable<string> groupIds)
    {
        if (changesNothing || groupIds.Any(others.Contains))
        {
            return;
        }

        Effect.Users++;
        if (Effect.Examples.Count < MaximumExamples)
        {
            Effect.Examples.Add(userId);
        }
    }
}
