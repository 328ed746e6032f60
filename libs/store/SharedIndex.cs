using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>An index of values that several records may share, such as externalId: a hash from value to ids, with a space between.</summary>
public static class SharedIndex
{
    /// <summary>Who has a value.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(StoreSession session, RedisKey index, string value) =>
        Split(await session.Reads.HashGetAsync(index, value));

    /// <summary>Makes a commit put a record under the values that it has now, and take it from those that it had.</summary>
    public static async Task WriteAsync(
        StoreSession session, Commit commit, RedisKey index, string id, IReadOnlyCollection<string> before, IReadOnlyCollection<string> after)
    {
        foreach (var value in before.Except(after).Concat(after.Except(before)).ToList())
        {
            var stored = await session.Reads.HashGetAsync(index, value);
            var ids = Split(stored).Where(other => other != id).ToList();
            if (after.Contains(value))
            {
                ids.Add(id);
            }

            commit.ExpectField(index, value, stored);
            _ = ids.Count == 0 ? commit.DeleteFields(index, [value]) : commit.SetField(index, value, string.Join(' ', ids));
        }
    }

    private static string[] Split(RedisValue ids) => ids.IsNull ? [] : ((string)ids!).Split(' ');
}
