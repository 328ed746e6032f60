using System.Text;
using OptiId.ScimGateway.Storage;
using OptiId.Testing;
using StackExchange.Redis;

namespace OptiId.ScimGateway.Tests;

/// <summary>Looks for a text in everything that the gateway keeps, details unpacked.</summary>
internal static class LogScan
{
    /// <summary>The keys that hold the text.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TestStore store, string text)
    {
        var database = store.Connect().Bulk;
        var found = new List<string>();
        foreach (var server in database.Multiplexer.GetServers())
        {
            await foreach (var key in server.KeysAsync(pattern: "gateway:*", pageSize: 1_000))
            {
                if ((await ReadAsync(database, key)).Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase)))
                {
                    found.Add(key!);
                }
            }
        }

        return found;
    }

    private static async Task<IEnumerable<string>> ReadAsync(IDatabase database, RedisKey key) => await database.KeyTypeAsync(key) switch
    {
        RedisType.Hash when ((string)key!).Contains(":details:", StringComparison.Ordinal) =>
            (await database.HashGetAllAsync(key)).Select(entry => LogKeys.Unpack(entry.Value).ToString()),
        RedisType.Hash => (await database.HashGetAllAsync(key)).SelectMany(entry => new[] { (byte[])entry.Name!, (byte[])entry.Value! }).Select(Encoding.UTF8.GetString),
        RedisType.String => [Encoding.UTF8.GetString((byte[])(await database.StringGetAsync(key))!)],
        _ => [],
    };
}
