using System.Globalization;
using OptiId.Events.V1;
using StackExchange.Redis;

namespace OptiId.Store.Writer;

/// <summary>A commit that can be recognised later as written whole, in part or not at all: a string, twenty fields, two log entries.</summary>
public static class NumberedWrite
{
    /// <summary>The service whose keys these are.</summary>
    public const string Service = "writer";

    /// <summary>The partition that is written.</summary>
    public const int Partition = 7;

    private const int FieldCount = 20;

    /// <summary>Writes a number.</summary>
    public static async Task WriteAsync(StoreSession session, int number)
    {
        var value = number.ToString(CultureInfo.InvariantCulture);
        await session.ChangeAsync(() => Task.FromResult((number, new Commit(Partition)
            .Set(StringKey(session.Keys, number), value)
            .SetFields(HashKey(session.Keys, number), [.. Fields(value)])
            .Append(new Change { OrganizationId = value })
            .Append(new Change { OrganizationId = value }))));
    }

    /// <summary>What is there of a number: 0 nothing, 1 a part, 2 all of its keys.</summary>
    public static async Task<int> ReadAsync(StoreSession session, int number)
    {
        var value = number.ToString(CultureInfo.InvariantCulture);
        var text = await session.Reads.StringGetAsync(StringKey(session.Keys, number));
        var fields = await session.Reads.HashGetAllAsync(HashKey(session.Keys, number));
        return (text.IsNull, fields.Length) switch
        {
            (true, 0) => 0,
            (false, FieldCount) when text == value && fields.All(field => field.Value == value) => 2,
            _ => 1,
        };
    }

    private static RedisKey StringKey(KeySpace keys, int number) => keys.Of(Partition, $"s:{number}");

    private static RedisKey HashKey(KeySpace keys, int number) => keys.Of(Partition, $"h:{number}");

    private static IEnumerable<KeyValuePair<string, RedisValue>> Fields(string value) =>
        Enumerable.Range(0, FieldCount).Select(field => KeyValuePair.Create($"f{field}", (RedisValue)value));
}
