using System.Text;
using StackExchange.Redis;

namespace OptiId.Store.Tests;

/// <summary>Everything under some keys as text, so that "nothing was written" can be said of all of it at once.</summary>
internal static class StoreSnapshot
{
    public static async Task<string> ReadAsync(StoreSession session, IEnumerable<RedisKey> keys)
    {
        var text = new StringBuilder();
        foreach (var key in keys)
        {
            var type = await session.Reads.KeyTypeAsync(key);
            text.AppendLine($"{key} {type} {await ReadValueAsync(session.Reads, key, type)}");
        }

        return text.ToString();
    }

    private static async Task<string> ReadValueAsync(IDatabase database, RedisKey key, RedisType type) => type switch
    {
        RedisType.None => "",
        RedisType.String => Convert.ToHexString((byte[])(await database.StringGetAsync(key))!),
        RedisType.Hash => Join((await database.HashGetAllAsync(key)).Select(field => $"{field.Name}={Convert.ToHexString((byte[])field.Value!)}")),
        RedisType.Set => Join((await database.SetMembersAsync(key)).Select(member => member.ToString())),
        RedisType.SortedSet => Join((await database.SortedSetRangeByRankWithScoresAsync(key)).Select(member => member.ToString())),
        _ => throw new InvalidOperationException($"{key} is a {type}."),
    };

    private static string Join(IEnumerable<string> parts) => string.Join(' ', parts.Order(StringComparer.Ordinal));
}
