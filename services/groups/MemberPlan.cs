using OptiId.Groups.Storage;
using OptiId.Identity.V1;

namespace OptiId.Groups;

/// <summary>What is to be written for a wish, given who is a member and what identity says of the users: pure.</summary>
/// <param name="Added">New edges, also those that take the place of one of an earlier stay.</param>
/// <param name="Restated">Those among the added who had an edge of an earlier stay.</param>
/// <param name="Removed">Members who leave.</param>
/// <param name="Parked">Ids whose user isn't there or is deactivated: they count as soon as he is back (P15).</param>
/// <param name="Unparked">Ids that no longer wait.</param>
internal sealed record MemberPlan(
    IReadOnlyList<(string UserId, uint Tenure)> Added,
    IReadOnlySet<string> Restated,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Parked,
    IReadOnlyList<string> Unparked)
{
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && Parked.Count == 0 && Unparked.Count == 0;

    public int Size => Added.Count + Removed.Count + Parked.Count + Unparked.Count;

    public long CountChange => Added.Count - Restated.Count - Removed.Count;

    /// <summary>Makes the plan.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="edges">The group's edges: of those named, or all where the wish replaces all.</param>
    /// <param name="parked">Who waits already.</param>
    /// <param name="users">Identity's word on those who are to be members.</param>
    public static MemberPlan Of(
        MemberWish wish, IReadOnlyDictionary<string, EdgeRecord> edges, IReadOnlySet<string> parked, IReadOnlyDictionary<string, UserStatus> users)
    {
        var added = new List<(string, uint)>();
        var restated = new HashSet<string>(StringComparer.Ordinal);
        var parks = new List<string>();
        var unparks = new List<string>();
        var wanted = wish.Adds.ToHashSet(StringComparer.Ordinal);
        foreach (var id in wanted)
        {
            edges.TryGetValue(id, out var edge);
            users.TryGetValue(id, out var user);
            if (user is not null && edge?.Tenure == user.Tenure)
            {
                continue; // a member already, deactivated or not
            }

            if (user is not { State: UserState.Active })
            {
                if (!parked.Contains(id))
                {
                    parks.Add(id);
                }

                continue;
            }

            added.Add((id, user.Tenure));
            if (edge is not null)
            {
                restated.Add(id);
            }

            if (parked.Contains(id))
            {
                unparks.Add(id);
            }
        }

        var leaving = wish.ReplacesAll ? edges.Keys.Where(id => !wanted.Contains(id)) : wish.Removes.Where(edges.ContainsKey);
        var waiting = wish.ReplacesAll ? parked.Where(id => !wanted.Contains(id)) : wish.Removes.Where(parked.Contains);
        unparks.AddRange(waiting);
        return new(added, restated, [.. leaving], parks, unparks);
    }
}
