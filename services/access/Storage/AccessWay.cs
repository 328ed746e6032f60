namespace OptiId.Access.Storage;

/// <summary>One way in which a user has a role: a grant of a group that he is in.</summary>
/// <param name="Role">What he may do.</param>
/// <param name="GroupId">Through which group.</param>
/// <param name="Grant">By which grant.</param>
/// <param name="Edge">By which membership; null for Everyone.</param>
internal sealed record AccessWay(string Role, string GroupId, GrantRecord Grant, EdgeRecord? Edge)
{
    /// <summary>The rule itself (P9, P19): an active user's memberships of his present stay, and Everyone, meet the instance's grants.</summary>
    public static IReadOnlyList<AccessWay> Of(
        UserRecord? user,
        Dictionary<string, EdgeRecord> edges,
        IReadOnlyList<(string GroupId, string Role, GrantRecord Grant)> grants,
        string? everyone)
    {
        if (user is not { Active: true })
        {
            return [];
        }

        var ways = new List<AccessWay>();
        foreach (var (groupId, role, grant) in grants)
        {
            if (groupId == everyone)
            {
                ways.Add(new(role, groupId, grant, null));
            }
            else if (edges.TryGetValue(groupId, out var edge) && edge.Tenure == user.Tenure)
            {
                ways.Add(new(role, groupId, grant, edge));
            }
        }

        return ways;
    }

    /// <summary>The roles of some ways, sorted, each once.</summary>
    public static IEnumerable<string> Roles(IEnumerable<AccessWay> ways) => ways.Select(way => way.Role).Distinct().Order(StringComparer.Ordinal);
}
