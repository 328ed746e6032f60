using System.Text.Json.Nodes;
using OptiId.Groups.Storage;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>
/// What a filter asks about members, and as many of a group's members as answer it: a group of 300,000 isn't read where the question is
/// whether one person is in it.
/// </summary>
internal sealed class AskedMembers
{
    // Stands for all whom the filter doesn't name: an id that nobody has and no filter knows.
    private readonly string somebody = Guid.NewGuid().ToString();
    private readonly string[] named;
    private readonly bool needsAll;

    private AskedMembers(string[] named, bool needsAll) => (this.named, this.needsAll) = (named, needsAll);

    /// <summary>What a filter asks; null where it says nothing about members.</summary>
    public static AskedMembers? Of(Filter filter)
    {
        var leaves = FilterShape.LeavesOf(filter, "members").ToList();
        if (leaves.Count == 0)
        {
            return null;
        }

        var comparisons = leaves.Where(leaf => leaf.Path.Is("members.value")).Select(leaf => leaf.Leaf).OfType<Filter.Comparison>().ToList();
        var ids = comparisons.Select(comparison => comparison.Value.Text).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);

        // Equal or not equal to one of those named: the others are alike. Parts of ids and their order tell them apart.
        var needsAll = comparisons.Exists(comparison => comparison.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual));
        return new([.. ids], needsAll);
    }

    /// <summary>The members on which the filter's answer depends.</summary>
    /// <exception cref="RefusedException">TOO_MANY: more members than a search may look at.</exception>
    public async Task<JsonArray> ReadAsync(MemberStore members, GroupState group, int maximum, Func<RefusedException> tooMany)
    {
        if (group.MemberCount == 0)
        {
            return [];
        }

        if (!needsAll)
        {
            var found = await members.ReadEdgesAsync(group, named);
            return [.. found.Keys.Select(Member), .. found.Count < group.MemberCount ? [Member(somebody)] : Array.Empty<JsonNode?>()];
        }

        if (group.MemberCount > maximum)
        {
            throw tooMany();
        }

        var all = new JsonArray();
        await foreach (var page in members.ReadPagesAsync(group, CancellationToken.None))
        {
            foreach (var (userId, _) in page)
            {
                all.Add(Member(userId));
            }
        }

        return all;
    }

    private static JsonNode? Member(string userId) => new JsonObject { ["value"] = userId, ["type"] = "User" };
}
