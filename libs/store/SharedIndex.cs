using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// An index of values that several records may share, such as externalId: a hash from value to ids, with a space between. A value that very
/// many share selects nothing and would make each write of it as large as they are many: from <see cref="MaximumShared"/> on it isn't
/// indexed any more.
/// </summary>
public static class SharedIndex
{
    /// <summary>How many records may share a value that is indexed.</summary>
    public const int MaximumShared = 1_000;

    private const string TooManyMark = "*";

    /// <summary>Who has a value; null where so many have had it that the index can't tell.</summary>
    public static async Task<IReadOnlyList<string>?> ReadAsync(StoreSession session, RedisKey index, string value)
    {
        ArgumentNullException.ThrowIfNull(session);
        var stored = await session.Reads.HashGetAsync(index, value);
        return stored == TooManyMark ? null : Split(stored);
    }

    /// <summary>Makes a commit put a record under the values that it has now, and take it from those that it had.</summary>
    public static async Task WriteAsync(
        StoreSession session, Commit commit, RedisKey index, string id, IReadOnlyCollection<string> before, IReadOnlyCollection<string> after)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(commit);
        foreach (var value in before.Except(after).Concat(after.Except(before)).ToList())
        {
            var stored = await session.Reads.HashGetAsync(index, value);
            commit.ExpectField(index, value, stored);
            if (stored == TooManyMark)
            {
                continue;
            }

            var ids = Split(stored).Where(other => other != id).ToList();
            if (after.Contains(value))
            {
                ids.Add(id);
            }

            _ = ids.Count switch
            {
                0 => commit.DeleteFields(index, [value]),
                > MaximumShared => commit.SetField(index, value, TooManyMark),
                _ => commit.SetField(index, value, string.Join(' ', ids)),
            };
        }
    }

    private static string[] Split(RedisValue ids) => ids.IsNull ? [] : ((string)ids!).Split(' ');
}
