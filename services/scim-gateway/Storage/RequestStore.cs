using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using OptiId.Gateway.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.ScimGateway.Storage;

/// <summary>The provisioning logs: appended to in batches, numbered 1, 2, 3, … for each organization, bounded (P26).</summary>
internal sealed class RequestStore(StoreSession session, IOptions<GatewayOptions> options)
{
    /// <summary>How many entries one commit drops at most.</summary>
    public const int TrimLength = 200;

    /// <summary>By how much a log may be longer than it is to be, so that not each append drops.</summary>
    public const int Slack = 100;

    /// <summary>How many pushed groups are known of an organization.</summary>
    public const int MaximumPushed = 1_000;

    // What an append sets for each entry: itself, its detail, its id, a push; besides one field for each user and group, and a few for the whole.
    private const int FieldsOfOne = 4, MaximumFields = Commit.MaximumFields - 50;

    private const int MaximumNumbers = 100;

    public LogKeys KeysOf(string organizationId) => new(session.Keys, organizationId);

    /// <summary>The log as a whole, and the version that guards appends; an empty one of version 0 where there is none.</summary>
    public async Task<(ulong Version, LogState State)> ReadStateAsync(LogKeys keys)
    {
        byte[]? bytes = await session.Reads.StringGetAsync(keys.State);
        return bytes is null ? (0, new() { Oldest = 1 }) : (BinaryPrimitives.ReadUInt64BigEndian(bytes), VersionedRecord.Read(bytes, LogState.Parser)!);
    }

    /// <summary>What the log knows of users and groups; unknown ones are left out.</summary>
    public async Task<Dictionary<string, AboutRecord>> ReadAboutAsync(LogKeys keys, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, AboutRecord>(StringComparer.Ordinal);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(Commit.MaximumFields))
        {
            var values = await session.Reads.HashGetAsync(keys.About, [.. chunk.Select(id => (RedisValue)id)]);
            foreach (var (id, value) in chunk.Zip(values).Where(item => !item.Second.IsNull))
            {
                found[id] = AboutRecord.Parser.ParseFrom((byte[])value!);
            }
        }

        return found;
    }

    /// <summary>
    /// Appends entries and gives them the next numbers, all or nothing. Where the store's answer is lost, what was written isn't
    /// written again; where another gateway was faster, the numbers after its. What is too much then goes, or with a later append: the
    /// log may be longer by <see cref="Slack"/> than it is to be.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store stayed away.</exception>
    /// <exception cref="StoreBusyException">Others were faster too often.</exception>
    public async Task AppendAsync(string organizationId, IReadOnlyList<(Exchange Exchange, LogEntry Entry)> batch, long lost)
    {
        var keys = KeysOf(organizationId);
        var ids = batch.SelectMany(item => item.Entry.Request.Targets).Select(target => target.Id).Where(id => id.Length > 0).ToList();
        var (state, _) = await session.ChangeAsync(async () =>
        {
            var (version, state) = await ReadStateAsync(keys);
            var commit = new Commit(keys.Partition);
            if (await session.Reads.HashExistsAsync(keys.Ids, batch[0].Entry.Request.RequestId))
            {
                return (state, commit);
            }

            _ = version == 0 ? commit.ExpectAbsent(keys.State) : commit.ExpectVersion(keys.State, version);
            var about = await ReadAboutAsync(keys, ids);
            var writing = new Writing(commit, keys, state, about, await ReadFlagsAsync(keys, state.Last + 1, state.Last + (ulong)batch.Count));
            foreach (var (exchange, entry) in batch)
            {
                await AddAsync(writing, exchange, entry);
            }

            state.NotRecorded += (ulong)lost;
            Finish(writing, version);
            return (state, commit);
        });
        await TrimAsync(keys, state);
    }

    /// <summary>Entries in parts, each of which one append may write: a script touches no more than it may (<see cref="Commit.MaximumFields"/>).</summary>
    public static IEnumerable<IReadOnlyList<(Exchange Exchange, LogEntry Entry)>> Parts(IEnumerable<(Exchange Exchange, LogEntry Entry)> batch)
    {
        var (part, ids) = (new List<(Exchange, LogEntry)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var item in batch)
        {
            var more = item.Entry.Request.Targets.Select(target => target.Id).Where(id => id.Length > 0).ToList();
            if (part.Count > 0 && ((part.Count + 1) * FieldsOfOne) + ids.Union(more).Count() > MaximumFields)
            {
                yield return part;
                (part, ids) = ([], new(StringComparer.Ordinal));
            }

            part.Add(item);
            ids.UnionWith(more);
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    /// <summary>Drops entries before a time, at most <see cref="TrimLength"/> of them.</summary>
    /// <returns>How many.</returns>
    public Task<int> TrimAsync(string organizationId, DateTimeOffset before) => TrimAsync(KeysOf(organizationId), keepFrom: 0, before);

    /// <summary>Drops what is too much, at most <see cref="TrimLength"/> at once: more than one append brings.</summary>
    private async Task TrimAsync(LogKeys keys, LogState state)
    {
        var maximum = (ulong)options.Value.LogMaximumRequests;
        if (state.Last + 1 - state.Oldest < maximum + Slack)
        {
            return;
        }

        try
        {
            await TrimAsync(keys, state.Last - maximum + 1, before: null);
        }
#pragma warning disable CA1031 // whatever it is, the entries are written and not lost; the next append tries again, and so does LogRetention, which says what is wrong
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task<int> TrimAsync(LogKeys keys, ulong keepFrom, DateTimeOffset? before)
    {
        var (dropped, _) = await session.ChangeAsync(async () =>
        {
            var (version, state) = await ReadStateAsync(keys);
            var commit = new Commit(keys.Partition);
            var end = Math.Min(state.Oldest + TrimLength - 1, before is null ? keepFrom - 1 : state.Last);
            if (version == 0 || end < state.Oldest)
            {
                return (0, commit);
            }

            var numbers = Numbers(state.Oldest, end).ToList();
            var old = (await ReadAsync(keys, numbers)).TakeWhile(request => before is null || request.At.ToDateTimeOffset() < before).ToList();
            var oldest = old.Count == numbers.Count || before is null ? end + 1 : old.Count == 0 ? state.Oldest : old[^1].Number + 1;
            if (oldest == state.Oldest)
            {
                return (0, commit);
            }

            commit.ExpectVersion(keys.State, version);
            await DropAsync(commit, keys, state, old, oldest);
            state.Oldest = oldest;
            commit.Set(keys.State, VersionedRecord.Write(version + 1, state));
            return (old.Count, commit);
        });
        return dropped;
    }

    private async Task DropAsync(Commit commit, LogKeys keys, LogState state, List<LoggedRequest> old, ulong oldest)
    {
        string[] fields = [.. Numbers(state.Oldest, oldest - 1).Select(Field)];
        commit.DeleteFields(keys.Requests, fields).DeleteFields(keys.Ids, [.. old.Select(request => request.RequestId)]);
        foreach (var block in Numbers(state.Oldest, oldest - 1).GroupBy(BlockOf))
        {
            commit.DeleteFields(keys.Details(block.First()), [.. block.Select(Field)]);
        }

        var about = await ReadAboutAsync(keys, old.SelectMany(request => request.Targets).Select(target => target.Id).Where(id => id.Length > 0));
        commit.DeleteFields(keys.About, [.. about.Where(item => item.Value.Numbers.All(number => number < oldest)).Select(item => item.Key)]);
        if (BlockOf(state.Oldest) < BlockOf(oldest))
        {
            commit.DeleteFields(keys.Flags, [.. Numbers(BlockOf(state.Oldest), BlockOf(oldest) - 1).Select(Field)]);
        }
    }

    /// <summary>Entries by number, in that order; those that aren't there any more are left out.</summary>
    public async Task<List<LoggedRequest>> ReadAsync(LogKeys keys, IReadOnlyCollection<ulong> numbers)
    {
        var values = numbers.Count == 0 ? [] : await session.Reads.HashGetAsync(keys.Requests, [.. numbers.Select(number => (RedisValue)Field(number))]);
        return [.. values.Where(value => !value.IsNull).Select(value => LoggedRequest.Parser.ParseFrom((byte[])value!))];
    }

    /// <summary>An entry with its detail; null where it isn't there.</summary>
    public async Task<(LoggedRequest Request, DetailRecord Detail)?> FindAsync(LogKeys keys, string requestId)
    {
        var number = await session.Reads.HashGetAsync(keys.Ids, requestId);
        if (number.IsNull)
        {
            return null;
        }

        var (request, detail) = (session.Reads.HashGetAsync(keys.Requests, number), session.Reads.HashGetAsync(keys.Details((ulong)number), number));
        return (byte[]?)await request is { } bytes ? (LoggedRequest.Parser.ParseFrom(bytes), LogKeys.Unpack(await detail)) : null;
    }

    /// <summary>The flags of numbers from one to another: failed, change.</summary>
    public async Task<Dictionary<ulong, byte[]>> ReadFlagsAsync(LogKeys keys, ulong first, ulong last)
    {
        var blocks = Numbers(BlockOf(first), BlockOf(last)).ToList();
        var values = await session.Reads.HashGetAsync(keys.Flags, [.. blocks.Select(block => (RedisValue)Field(block))]);
        return blocks.Zip(values).ToDictionary(item => item.First, item => (byte[]?)item.Second ?? []);
    }

    /// <summary>The groups that were pushed.</summary>
    public async Task<Dictionary<string, PushedRecord>> ReadPushedAsync(LogKeys keys) => (await session.Reads.HashGetAllAsync(keys.Pushed))
        .ToDictionary(entry => (string)entry.Name!, entry => PushedRecord.Parser.ParseFrom((byte[])entry.Value!), StringComparer.Ordinal);

    /// <summary>Forgets groups that the identity provider doesn't push any more.</summary>
    public Task ForgetPushedAsync(LogKeys keys, IReadOnlyCollection<string> groupIds) => session.TryCommitAsync(new Commit(keys.Partition).DeleteFields(keys.Pushed, groupIds));

    /// <summary>The organizations of a partition that have a log.</summary>
    public async Task<IReadOnlyList<string>> ReadOrganizationsAsync(int partition) =>
        [.. (await session.Reads.HashKeysAsync(session.Keys.Of(partition, "organizations"))).Select(id => (string)id!)];

    /// <summary>Those of all partitions.</summary>
    public async IAsyncEnumerable<string> ReadOrganizationsAsync()
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            foreach (var organizationId in await ReadOrganizationsAsync(partition))
            {
                yield return organizationId;
            }
        }
    }

    /// <summary>A number as a field's name.</summary>
    public static string Field(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    public static ulong BlockOf(ulong number) => number / LogKeys.BlockLength;

    public static IEnumerable<ulong> Numbers(ulong first, ulong last)
    {
        for (var number = first; number <= last; number++)
        {
            yield return number;
        }
    }

    private async Task AddAsync(Writing writing, Exchange exchange, LogEntry entry)
    {
        var (commit, keys, state) = (writing.Commit, writing.Keys, writing.State);
        var request = entry.Request;
        request.Number = ++state.Last;
        SetupRules.Apply(state, exchange, request);
        commit.SetField(keys.Requests, Field(request.Number), request.ToByteArray());
        commit.SetField(keys.Details(request.Number), Field(request.Number), LogKeys.Pack(entry.Detail));
        commit.SetField(keys.Ids, request.RequestId, Field(request.Number));
        writing.Flag(request.Number, (byte)((SetupRules.IsFailed(request) ? LogKeys.Failed : 0) | (SetupRules.IsChange(request) ? LogKeys.Change : 0)));
        var written = SetupRules.IsWrite(exchange) && exchange.IsDone;
        foreach (var target in request.Targets.Where(target => target.Id.Length > 0))
        {
            Note(writing, request, target, written && target == request.Targets[0]);
        }

        if (request.Targets is [{ Kind: ResourceKind.Group, Id.Length: > 0 } group, ..] && SetupRules.IsWrite(exchange))
        {
            await NotePushAsync(writing, request, group, written);
        }
    }

    private static void Note(Writing writing, LoggedRequest request, Target target, bool written)
    {
        if (!writing.About.TryGetValue(target.Id, out var about))
        {
            writing.About[target.Id] = about = new();
        }

        about.Kind = target.Kind;
        about.Name = target.Name.Length > 0 ? target.Name : about.Name;
        about.Numbers.Add(request.Number);
        while (about.Numbers.Count > MaximumNumbers)
        {
            about.Numbers.RemoveAt(0);
        }

        if (written)
        {
            about.LastWriteMs = request.At.ToDateTimeOffset().ToUnixTimeMilliseconds();
            about.LastWriteRequestId = request.RequestId;
        }
    }

    private async Task NotePushAsync(Writing writing, LoggedRequest request, Target group, bool written)
    {
        var (commit, keys) = (writing.Commit, writing.Keys);
        if (request.Operation == Operation.Delete || request.Status == StatusCodes.Status404NotFound)
        {
            commit.DeleteFields(keys.Pushed, [group.Id]);
            writing.NewlyPushed.Remove(group.Id);
        }
        else if (written && (await session.Reads.HashExistsAsync(keys.Pushed, group.Id) || await IsRoomForAsync(writing, group)))
        {
            var pushed = new PushedRecord { Name = group.Name, LastWriteMs = request.At.ToDateTimeOffset().ToUnixTimeMilliseconds(), RequestId = request.RequestId };
            commit.SetField(keys.Pushed, group.Id, pushed.ToByteArray());
        }
    }

    private async Task<bool> IsRoomForAsync(Writing writing, Target group) => writing.NewlyPushed.Contains(group.Id)
        || (await session.Reads.HashLengthAsync(writing.Keys.Pushed) + writing.NewlyPushed.Count < MaximumPushed && writing.NewlyPushed.Add(group.Id));

    private static void Finish(Writing writing, ulong version)
    {
        var (commit, keys) = (writing.Commit, writing.Keys);
        foreach (var (id, about) in writing.About)
        {
            commit.SetField(keys.About, id, about.ToByteArray());
        }

        foreach (var (block, flags) in writing.Flags)
        {
            commit.SetField(keys.Flags, Field(block), flags);
        }

        if (version == 0)
        {
            commit.SetField(keys.Organizations, keys.OrganizationId, 1);
        }

        commit.Set(keys.State, VersionedRecord.Write(version + 1, writing.State));
    }

    /// <summary>A batch on its way into a commit.</summary>
    private sealed record Writing(Commit Commit, LogKeys Keys, LogState State, Dictionary<string, AboutRecord> About, Dictionary<ulong, byte[]> Flags)
    {
        public HashSet<string> NewlyPushed { get; } = new(StringComparer.Ordinal);

        public void Flag(ulong number, byte flag)
        {
            var place = (int)(number % LogKeys.BlockLength);
            var flags = Flags.GetValueOrDefault(BlockOf(number)) ?? [];
            if (flags.Length <= place)
            {
                Array.Resize(ref flags, place + 1);
            }

            flags[place] = flag;
            Flags[BlockOf(number)] = flags;
        }
    }
}
