using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Garnet.server;
using Tsavorite.core;

namespace OptiId.EmbeddedStore;

/// <summary>The writes of one commit.</summary>
/// <param name="api">Garnet's operations, inside the transaction.</param>
/// <param name="pin">Puts bytes where Garnet can take it from.</param>
internal sealed class CommitWrites<TApi>(TApi api, Func<byte[], PinnedSpanByte> pin)
    where TApi : IGarnetApi
{
    /// <summary>The number of the last log entry; 0 where none was appended.</summary>
    public long Sequence { get; private set; }

    /// <summary>The log's epoch; empty where nothing was appended.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The new values of the counters, in order.</summary>
    public List<string> Counters { get; } = [];

    /// <summary>Reads the next write and does it.</summary>
    public void Run(CommitArguments arguments)
    {
        var command = arguments.NextWord();
        if (command == "log")
        {
            Append(arguments);
            return;
        }

        if (command == "history")
        {
            Remember(arguments);
            return;
        }

        var key = arguments.NextKey();
        Write(command, key, arguments.Take(arguments.NextNumber()));
    }

    private void Write(string command, PinnedSpanByte key, PinnedSpanByte[] values)
    {
        var status = command switch
        {
            "SET" when values.Length == 1 => api.SET(key, values[0]),
            "SET" => api.SETEX(key, values[0], TimeSpan.FromMilliseconds(CommitArguments.Number(values[2])), out _),
            "DEL" => api.DELETE(key),
            "RENAME" => api.RENAME(key, values[0]),
            "PERSIST" => Persist(key),
            "HSET" => api.HashSet(key, Pairs(values), out _),
            "HDEL" => api.HashDelete(key, values, out _),
            "HINCRBY" => Add(key, values[0], CommitArguments.Number(values[1])),
            "SADD" => api.SetAdd(key, values, out _),
            "SREM" => api.SetRemove(key, values, out _),
            "ZADD" => api.SortedSetAdd(key, Pairs(values), out _),
            "ZREM" => api.SortedSetRemove(key, values, out _),
            _ => throw new FormatException($"Unknown write {command}."),
        };
        if (status == GarnetStatus.WRONGTYPE)
        {
            throw new InvalidOperationException($"{command} on a key of another type.");
        }
    }

    private void Append(CommitArguments arguments)
    {
        var (sequence, log, epoch) = (arguments.NextKey(), arguments.NextKey(), arguments.NextKey());
        var newEpoch = arguments.Next();
        var entries = arguments.Take(arguments.NextNumber());
        if (api.GET(epoch, out PinnedSpanByte current) != GarnetStatus.OK)
        {
            current = newEpoch;
            api.SET(epoch, newEpoch);
        }

        var before = api.GET(sequence, out PinnedSpanByte last) == GarnetStatus.OK ? CommitArguments.Number(last) : 0;
        api.HashSet(log, [.. entries.Select((entry, index) => (Pin(before + 1 + index), entry))], out _);
        Sequence = before + entries.Length;
        Epoch = Encoding.ASCII.GetString(current.ReadOnlySpan);
        api.SET(sequence, Pin(Sequence));
    }

    // Whom the entries are about: six bytes each, the newest last; the oldest go where there are too many (ChangeHistory.cs).
    private void Remember(CommitArguments arguments)
    {
        var history = arguments.NextKey();
        var (keep, count) = (arguments.NextNumber(), arguments.NextNumber());
        Span<byte> sequence = stackalloc byte[sizeof(long)];
        for (; count > 0; count--)
        {
            var (subject, back) = (arguments.Next(), CommitArguments.Number(arguments.Next()));
            BinaryPrimitives.WriteInt64BigEndian(sequence, Sequence - back);
            var has = api.HashExists(history, subject, out var exists) == GarnetStatus.OK && exists;
            var known = has && api.HashGet(history, subject, out var value) == GarnetStatus.OK ? value.ReadOnlySpan : [];
            byte[] all = [.. known, .. sequence[2..]];
            api.HashSet(history, subject, pin(all[Math.Max(0, all.Length - keep)..]), out _);
        }
    }

    private GarnetStatus Add(PinnedSpanByte key, PinnedSpanByte field, long amount)
    {
        var has = api.HashExists(key, field, out var exists) == GarnetStatus.OK && exists;
        var before = has && api.HashGet(key, field, out var value) == GarnetStatus.OK ? CommitArguments.Number(value) : 0;
        Counters.Add((before + amount).ToString(CultureInfo.InvariantCulture));
        return api.HashSet(key, field, Pin(before + amount), out _);
    }

    private GarnetStatus Persist(PinnedSpanByte key)
    {
        var input = new UnifiedInput(RespCommand.PERSIST);
        var output = new UnifiedOutput();
        return api.PERSIST(key, ref input, ref output);
    }

    private PinnedSpanByte Pin(long number) => pin(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    private static (PinnedSpanByte, PinnedSpanByte)[] Pairs(PinnedSpanByte[] values) =>
        [.. values.Chunk(2).Select(pair => (pair[0], pair[1]))];
}
