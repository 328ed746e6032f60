using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Events;

/// <summary>Cuts entries into what one script may apply at once (design: "Bounded scripts").</summary>
public static class Slices
{
    /// <summary>The entries in order, cut so that a slice touches at most <see cref="Commit.MaximumFields"/> members, or is one entry.</summary>
    public static IEnumerable<IReadOnlyList<Change>> Of(IEnumerable<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var slice = new List<Change>();
        var weight = 0;
        foreach (var change in changes)
        {
            var next = WeightOf(change);
            if (slice.Count > 0 && weight + next > Commit.MaximumFields)
            {
                yield return slice;
                slice = [];
                weight = 0;
            }

            slice.Add(change);
            weight += next;
        }

        if (slice.Count > 0)
        {
            yield return slice;
        }
    }

    // A change without members touches a handful of keys.
    private static int WeightOf(Change change) => change.EventCase switch
    {
        Change.EventOneofCase.MembersAdded => 4 + change.MembersAdded.Members.Count,
        Change.EventOneofCase.MembersRemoved => 4 + change.MembersRemoved.UserIds.Count,
        _ => 4,
    };
}
