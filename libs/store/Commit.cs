using Google.Protobuf;
using OptiId.Events.V1;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// One write of one partition, all or nothing: what must still be true, what is written, and the log entries that tell of it.
/// Built by a store's method, run by <see cref="StoreSession.TryCommitAsync"/>.
/// </summary>
/// <param name="partition">The partition; every key must be one of its keys.</param>
public sealed class Commit(int partition)
{
    /// <summary>How many members or fields one script may touch: a script stops every organization of that server (design: "Bounded scripts").</summary>
    public const int MaximumFields = 1_000;

    private readonly Dictionary<RedisKey, int> keyNumbers = [];
    private readonly List<RedisKey> keys = [];
    private readonly List<RedisValue> checks = [];
    private readonly List<RedisValue> writes = [];
    private readonly List<Change> changes = [];
    private readonly List<(string Subject, int Change)> subjects = [];
    private readonly List<(string Subject, ulong Sequence)> remembered = [];
    private readonly List<string> forgotten = [];
    private int checkCount;

    /// <summary>The partition that is written.</summary>
    public int Partition => partition;

    /// <summary>Whether it tells nothing: its log entries are left out.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The log entries that the commit appends.</summary>
    public IReadOnlyList<Change> Changes => changes;

    /// <summary>The epoch that begins with it, where one does; null: it neither appends nor looks for a failover.</summary>
    internal string? FreshEpoch { get; private set; }

    /// <summary>Whether there is nothing to write: an unchanged PUT raises no version and makes no event.</summary>
    public bool IsEmpty => writes.Count == 0 && changes.Count == 0 && forgotten.Count == 0 && remembered.Count == 0;

    /// <summary>Whether it is so large that it goes over the bulk connection, with its longer timeout.</summary>
    public bool IsLarge => writes.Count > 10 * MaximumFields || changes.Count > 10 || subjects.Count + remembered.Count > MaximumFields;

    /// <summary>The record must still have this version (its first eight bytes, <see cref="VersionedRecord"/>).</summary>
    public Commit ExpectVersion(RedisKey key, ulong version) => Check("version", key, VersionedRecord.Prefix(version));

    /// <summary>The key must not exist.</summary>
    public Commit ExpectAbsent(RedisKey key) => Check("absent", key);

    /// <summary>The string must hold exactly this.</summary>
    public Commit ExpectValue(RedisKey key, RedisValue value) => Check("value", key, value);

    /// <summary>The hash field must hold exactly this; null: it must not be there.</summary>
    public Commit ExpectField(RedisKey key, RedisValue field, RedisValue value) =>
        value.IsNull ? Check("nofield", key, field) : Check("field", key, field, value);

    /// <summary>All of the hash fields must be there, or none of them.</summary>
    public Commit ExpectFields(RedisKey key, IReadOnlyCollection<string> fields, bool present)
    {
        if (fields.Count == 0)
        {
            return this;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Count, MaximumFields);
        return Check(present ? "fields" : "nofields", key, [fields.Count, .. fields.Select(field => (RedisValue)field)]);
    }

    /// <summary>Sets a string.</summary>
    public Commit Set(RedisKey key, RedisValue value) => Write("SET", key, value);

    /// <summary>Sets a string that goes away by itself.</summary>
    public Commit Set(RedisKey key, RedisValue value, TimeSpan lifetime) =>
        Write("SET", key, value, "PX", (long)lifetime.TotalMilliseconds);

    /// <summary>Deletes a key.</summary>
    public Commit Delete(RedisKey key) => Write("DEL", key);

    /// <summary>Puts another key's value here, in constant time. It must be there before the commit: where it isn't, nothing is written.</summary>
    public Commit Rename(RedisKey from, RedisKey to)
    {
        Check("present", from); // RENAME of an absent key is an error, which would come after earlier writes
        writes.AddRange(["RENAME", NumberOf(from), 1, (RedisValue)(byte[])to!]);
        _ = NumberOf(to);
        return this;
    }

    /// <summary>Takes a key's expiry away.</summary>
    public Commit Persist(RedisKey key) => Write("PERSIST", key);

    /// <summary>Sets a hash field.</summary>
    public Commit SetField(RedisKey key, RedisValue field, RedisValue value) => Write("HSET", key, field, value);

    /// <summary>Sets many hash fields.</summary>
    public Commit SetFields(RedisKey key, IReadOnlyCollection<KeyValuePair<string, RedisValue>> fields)
    {
        foreach (var chunk in fields.Chunk(MaximumFields))
        {
            Write("HSET", key, [.. chunk.SelectMany(field => new RedisValue[] { field.Key, field.Value })]);
        }

        return this;
    }

    /// <summary>Deletes hash fields; absent ones are ignored.</summary>
    public Commit DeleteFields(RedisKey key, IReadOnlyCollection<string> fields)
    {
        foreach (var chunk in fields.Chunk(MaximumFields))
        {
            Write("HDEL", key, [.. chunk.Select(field => (RedisValue)field)]);
        }

        return this;
    }

    /// <summary>Adds to a counter in a hash; its new value is among the answer's <see cref="Committed.Counters"/>.</summary>
    public Commit AddToField(RedisKey key, RedisValue field, long amount) => Write("HINCRBY", key, field, amount);

    /// <summary>Adds members to a set.</summary>
    public Commit AddToSet(RedisKey key, params IReadOnlyCollection<RedisValue> members) => WriteMembers("SADD", key, members);

    /// <summary>Removes members from a set.</summary>
    public Commit RemoveFromSet(RedisKey key, params IReadOnlyCollection<RedisValue> members) => WriteMembers("SREM", key, members);

    /// <summary>Puts members into a sorted set with one score.</summary>
    public Commit AddToOrder(RedisKey key, double score, params IReadOnlyCollection<RedisValue> members)
    {
        foreach (var chunk in members.Chunk(MaximumFields))
        {
            Write("ZADD", key, [.. chunk.SelectMany(member => new[] { (RedisValue)score, member })]);
        }

        return this;
    }

    /// <summary>Removes members from a sorted set.</summary>
    public Commit RemoveFromOrder(RedisKey key, params IReadOnlyCollection<RedisValue> members) => WriteMembers("ZREM", key, members);

    /// <summary>Appends an entry to the partition's change log.</summary>
    /// <param name="change">The entry.</param>
    /// <param name="subjects">Whose <see cref="ChangeHistory"/> it belongs to: ids that are unique in the partition. At most 1,000.</param>
    public Commit Append(Change change, params IReadOnlyCollection<string> subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subjects.Count, MaximumFields);
        if (!IsSilent)
        {
            this.subjects.AddRange(subjects.Distinct().Select(subject => (subject, changes.Count)));
            changes.Add(change);
        }

        return this;
    }

    /// <summary>
    /// Puts an entry that is in the log already into a subject's <see cref="ChangeHistory"/>: an entry of a commit that was about more subjects
    /// than one may name. In a commit that appends nothing itself.
    /// </summary>
    public Commit Remember(string subject, ulong sequence)
    {
        remembered.Add((subject, sequence));
        return this;
    }

    /// <summary>Forgets which log entries are about a subject; those that this commit appends itself are remembered.</summary>
    public Commit ForgetHistory(string subject)
    {
        forgotten.Add(subject);
        return this;
    }

    /// <summary>Where another master was promoted since the log was last written, a new epoch begins (<see cref="LogEpoch"/>).</summary>
    internal Commit RenewEpoch(KeySpace keySpace)
    {
        writes.AddRange(["epoch", NumberOf(keySpace.Sequence(partition)), NumberOf(keySpace.Epoch(partition)), NewEpoch()]);
        return this;
    }

    /// <param name="keySpace">The service's keys.</param>
    /// <param name="withLife">The answer ends with the life of the master that ran it.</param>
    internal (RedisKey[] Keys, RedisValue[] Arguments) Build(KeySpace keySpace, bool withLife)
    {
        if (forgotten.Count > 0)
        {
            DeleteFields(keySpace.History(partition), forgotten);
            forgotten.Clear();
        }

        var log = new List<RedisValue>();
        if (changes.Count > 0)
        {
            log.AddRange([
                "log", NumberOf(keySpace.Sequence(partition)), NumberOf(keySpace.Log(partition)), NumberOf(keySpace.Epoch(partition)),
                NewEpoch(), changes.Count, .. changes.Select(change => (RedisValue)change.ToByteArray())]);
        }

        // An entry's number is told as how far it is before the last one that is appended here; where none is, that is 0.
        var named = changes.Count > 0
            ? subjects.ConvertAll(subject => (subject.Subject, Back: (long)changes.Count - 1 - subject.Change))
            : remembered.ConvertAll(subject => (subject.Subject, Back: -(long)subject.Sequence));
        if (named.Count > 0)
        {
            log.AddRange([
                "history", NumberOf(keySpace.History(partition)), ChangeHistory.MaximumEntries * ChangeHistory.EntryLength, named.Count,
                .. named.SelectMany(subject => new RedisValue[] { subject.Subject, subject.Back })]);
        }

        if (withLife)
        {
            log.AddRange(["life", 0]);
        }

        return ([.. keys], [checkCount, .. checks, .. writes, .. log]);
    }

    private string NewEpoch() => FreshEpoch = Guid.NewGuid().ToString("N");

    private Commit Check(RedisValue operation, RedisKey key, params ReadOnlySpan<RedisValue> arguments)
    {
        checkCount++;
        checks.Add(operation);
        checks.Add(NumberOf(key));
        checks.AddRange(arguments);
        return this;
    }

    private Commit Write(RedisValue command, RedisKey key, params ReadOnlySpan<RedisValue> arguments)
    {
        writes.Add(command);
        writes.Add(NumberOf(key));
        writes.Add(arguments.Length);
        writes.AddRange(arguments);
        return this;
    }

    private Commit WriteMembers(RedisValue command, RedisKey key, IReadOnlyCollection<RedisValue> members)
    {
        foreach (var chunk in members.Chunk(MaximumFields))
        {
            Write(command, key, chunk);
        }

        return this;
    }

    private int NumberOf(RedisKey key)
    {
        if (!keyNumbers.TryGetValue(key, out var number))
        {
            keys.Add(key);
            keyNumbers[key] = number = keys.Count;
        }

        return number;
    }
}
