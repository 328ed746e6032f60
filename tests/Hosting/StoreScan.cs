using System.Text;
using OptiId.Testing;
using StackExchange.Redis;

namespace OptiId.Hosting;

/// <summary>Looks for a text in everything that a store holds: keys, fields and values.</summary>
public static class StoreScan
{
    /// <summary>The keys that hold the text, in any letter case of ASCII.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TestStore store, string text)
    {
        var connection = store.Connect();
        var found = new List<string>();
        foreach (var server in connection.Bulk.Multiplexer.GetServers())
        {
            await foreach (var key in server.KeysAsync(pageSize: 1_000))
            {
                if (((string)key!).Contains(text, StringComparison.OrdinalIgnoreCase)
                    || (await ReadAsync(connection.Bulk, key)).Any(value => Encoding.UTF8.GetString(value).Contains(text, StringComparison.OrdinalIgnoreCase)))
                {
                    found.Add(key!);
                }
            }
        }

        return found;
    }

    private static async Task<IEnumerable<byte[]>> ReadAsync(IDatabase database, RedisKey key) => (await database.KeyTypeAsync(key) switch
    {
        RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value }),
        RedisType.Set => await database.SetMembersAsync(key),
        RedisType.SortedSet => await database.SortedSetRangeByRankAsync(key),
        RedisType.None => [],
        _ => [await database.StringGetAsync(key)],
    }).Where(value => !value.IsNull).Select(value => (byte[])value!);
}
