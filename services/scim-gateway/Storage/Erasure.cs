using System.Threading.Channels;
using Google.Protobuf;
using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.ScimGateway.Storage;

/// <summary>
/// Takes every personal datum of erased people out of an organization's log (P10): names, sentences, searches, bodies; also of refused
/// requests that name them without an id. Entries stay, as something that was done to somebody who is erased. Whom is in the store until
/// it is done, twice; so no crash leaves a name, and all who are due go in one pass, however many.
/// </summary>
internal sealed class Erasure(StoreSession session, RequestStore store, UsersService.UsersServiceClient users, TimeProvider time)
{
    // People of one pass; entries that are read at once.
    private const int MaximumPeople = 400, Chunk = 100;

    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(10);

    // Requests that were answered before the erasure may still wait for a writer, in this gateway or in another.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    // Hints only: the records tell.
    private readonly Channel<string> asked = Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Organizations in which somebody was found to be erased just now.</summary>
    public ChannelReader<string> Asked => asked.Reader;

    /// <summary>Says that somebody is to be erased in an organization.</summary>
    public void Wake(string organizationId) => asked.Writer.TryWrite(organizationId);

    /// <summary>Puts into a commit that users are to be erased from their organization's log, where it has one.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="organizationId">Whose log.</param>
    /// <param name="userIds">At most 1,000.</param>
    public async Task AskAsync(Commit commit, string organizationId, IReadOnlyCollection<string> userIds)
    {
        var keys = store.KeysOf(organizationId);
        if (!await session.Reads.KeyExistsAsync(keys.State))
        {
            return;
        }

        var known = await session.Reads.HashGetAsync(keys.Erasing, [.. userIds.Select(id => (RedisValue)id)]);
        var now = new ErasureRecord { DueMs = time.GetUtcNow().ToUnixTimeMilliseconds() }.ToByteArray();
        commit.SetFields(keys.Erasing, [.. userIds.Zip(known).Where(item => item.Second.IsNull).Select(item => KeyValuePair.Create(item.First, (RedisValue)now))]);
    }

    /// <summary>Asks for the erasure of those whom a log names and identity doesn't know any more, deleted ones aside: they may come back.</summary>
    public async Task AskForUnknownAsync(string organizationId, CancellationToken cancellation)
    {
        var keys = store.KeysOf(organizationId);
        var named = new List<string>();
        await foreach (var entry in session.Bulk.HashScanAsync(keys.About, default, Commit.MaximumFields).WithCancellation(cancellation))
        {
            // What isn't an id of ours (an address that somebody guessed, a member that never came) never was anybody's (P11).
            if (Guid.TryParseExact(entry.Name, "D", out _) && AboutRecord.Parser.ParseFrom((byte[])entry.Value!).Kind == ResourceKind.User)
            {
                named.Add(entry.Name!);
            }
        }

        foreach (var ids in named.Distinct().Chunk(Commit.MaximumFields))
        {
            var request = new LookUpUsersRequest { OrganizationId = organizationId, UserIds = { ids }, EvenDeleted = true };
            var there = await users.LookUpUsersAsync(request, deadline: DateTime.UtcNow + CallDeadline, cancellationToken: cancellation);
            await session.ChangeAsync(async () =>
            {
                var commit = new Commit(keys.Partition);
                await AskAsync(commit, organizationId, [.. ids.Except(there.Users.Select(user => user.UserId))]);
                return (0, commit);
            }, cancellation);
        }

        Wake(organizationId);
    }

    /// <summary>Erases those of an organization who are due. Doing it again changes nothing.</summary>
    public async Task EraseDueAsync(string organizationId, CancellationToken cancellation)
    {
        var keys = store.KeysOf(organizationId);
        while (await FindDueAsync(keys) is { Count: > 0 } due)
        {
            await EraseAsync(keys, due, cancellation);
        }
    }

    private async Task<Dictionary<string, ErasureRecord>> FindDueAsync(LogKeys keys)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return (await session.Bulk.HashGetAllAsync(keys.Erasing)).Select(entry => (Id: (string)entry.Name!, Record: ErasureRecord.Parser.ParseFrom((byte[])entry.Value!)))
            .Where(item => item.Record.DueMs <= now).Take(MaximumPeople).ToDictionary(item => item.Id, item => item.Record, StringComparer.Ordinal);
    }

    private async Task EraseAsync(LogKeys keys, Dictionary<string, ErasureRecord> due, CancellationToken cancellation)
    {
        var (_, state) = await store.ReadStateAsync(keys);
        var found = due.ToDictionary(item => item.Key, item => new HashSet<string>(item.Value.Identifiers, StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);
        await FindIdentifiersAsync(keys, state, found, cancellation);
        await RememberAsync(keys, found);
        var people = new ErasedPeople(found.Keys, found.Values.SelectMany(identifiers => identifiers));
        for (var first = state.Oldest; first <= state.Last; first += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            await ScrubAsync(keys, first, Math.Min(first + Chunk - 1, state.Last), people);
        }

        await ForgetAsync(keys, people, cancellation);
        await FinishAsync(keys, due);
    }

    /// <summary>What names the people besides their ids: what came with them.</summary>
    private async Task FindIdentifiersAsync(LogKeys keys, LogState state, Dictionary<string, HashSet<string>> found, CancellationToken cancellation)
    {
        foreach (var (id, about) in await store.ReadAboutAsync(keys, found.Keys))
        {
            found[id].Add(about.Name);
        }

        var people = new ErasedPeople(found.Keys, []);
        for (var first = state.Oldest; first <= state.Last; first += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (_, request, detail) in await ReadAsync(keys, [.. RequestStore.Numbers(first, Math.Min(first + Chunk - 1, state.Last))]))
            {
                foreach (var target in request.Targets)
                {
                    found.GetValueOrDefault(target.Id)?.Add(target.Name);
                }

                var owner = request.Targets is [{ } about, ..] ? found.GetValueOrDefault(about.Id) : null;
                foreach (var body in new[] { detail.RequestBody, detail.ResponseBody }.Where(body => owner is not null || people.AreIn(body)))
                {
                    Identifiers.Collect(body, owner, found);
                }
            }
        }

        foreach (var identifiers in found.Values)
        {
            identifiers.RemoveWhere(identifier => !Identifiers.IsOne(identifier));
        }
    }

    /// <summary>Keeps what names them before the first name is taken away: after a crash in between, the log no longer tells all of it.</summary>
    private Task RememberAsync(LogKeys keys, Dictionary<string, HashSet<string>> found) => ChangeAsync(keys, found.Keys, (id, record) =>
    {
        found[id].UnionWith(record.Identifiers); // another gateway may have looked before
        return new(record) { Identifiers = { found[id].Except(record.Identifiers) } };
    });

    /// <summary>After the first pass there is a second one; after the second, nothing is left.</summary>
    private Task FinishAsync(LogKeys keys, Dictionary<string, ErasureRecord> due) => ChangeAsync(keys, due.Keys, (id, record) => due[id].Late
        ? null
        : record.Late ? record : new(record) { Late = true, DueMs = (time.GetUtcNow() + Late).ToUnixTimeMilliseconds() });

    // Null takes a record away; those that another gateway took away stay so.
    private async Task ChangeAsync(LogKeys keys, IReadOnlyCollection<string> ids, Func<string, ErasureRecord, ErasureRecord?> change) => await session.ChangeAsync(async () =>
    {
        var commit = new Commit(keys.Partition);
        var stored = await session.Reads.HashGetAsync(keys.Erasing, [.. ids.Select(id => (RedisValue)id)]);
        foreach (var (id, bytes) in ids.Zip(stored).Where(item => !item.Second.IsNull))
        {
            commit.ExpectField(keys.Erasing, id, bytes);
            _ = change(id, ErasureRecord.Parser.ParseFrom((byte[])bytes!)) is { } record
                ? commit.SetField(keys.Erasing, id, record.ToByteArray())
                : commit.DeleteFields(keys.Erasing, [id]);
        }

        return (0, commit);
    });

    private async Task ScrubAsync(LogKeys keys, ulong first, ulong last, ErasedPeople people) => await session.ChangeAsync(async () =>
    {
        var commit = new Commit(keys.Partition);
        foreach (var (stored, request, detail) in await ReadAsync(keys, [.. RequestStore.Numbers(first, last)]))
        {
            if (Erased.Mentions(request, detail, people) && Erased.Scrub(request, people) is var scrubbed && (detail.CalculateSize() > 0 || !scrubbed.Equals(request)))
            {
                var field = RequestStore.Field(request.Number);
                commit.ExpectField(keys.Requests, field, stored); // not where it was dropped meanwhile
                commit.SetField(keys.Requests, field, scrubbed.ToByteArray());
                commit.DeleteFields(keys.Details(request.Number), [field]);
            }
        }

        return (0, commit);
    });

    /// <summary>Entries as they are stored and as they say, with their details.</summary>
    private async Task<List<(RedisValue Stored, LoggedRequest Request, DetailRecord Detail)>> ReadAsync(LogKeys keys, ulong[] numbers)
    {
        var found = new List<(RedisValue, LoggedRequest, DetailRecord)>();
        foreach (var block in numbers.GroupBy(RequestStore.BlockOf))
        {
            RedisValue[] fields = [.. block.Select(number => (RedisValue)RequestStore.Field(number))];
            var (requests, details) = (session.Bulk.HashGetAsync(keys.Requests, fields), session.Bulk.HashGetAsync(keys.Details(block.First()), fields));
            found.AddRange((await requests).Zip(await details).Where(item => !item.First.IsNull)
                .Select(item => (item.First, LoggedRequest.Parser.ParseFrom((byte[])item.First!), LogKeys.Unpack(item.Second))));
        }

        return found;
    }

    /// <summary>Takes them out of what is kept beside the entries.</summary>
    private async Task ForgetAsync(LogKeys keys, ErasedPeople people, CancellationToken cancellation)
    {
        var naming = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in session.Bulk.HashScanAsync(keys.About, default, Commit.MaximumFields).WithCancellation(cancellation))
        {
            string id = entry.Name!, name = AboutRecord.Parser.ParseFrom((byte[])entry.Value!).Name;
            if (people.AreNamedIn(id) || people.AreNamedIn(name) || (people.Have(id) && name.Length > 0))
            {
                naming.Add(id);
            }
        }

        foreach (var ids in naming.Chunk(MaximumPeople).DefaultIfEmpty([]))
        {
            await session.ChangeAsync(async () =>
            {
                var (version, state) = await store.ReadStateAsync(keys);
                var commit = new Commit(keys.Partition);
                return version == 0 ? (0, commit) : (0, await ForgetAsync(commit.ExpectVersion(keys.State, version), keys, state, version, people, ids));
            }, cancellation);
        }
    }

    private async Task<Commit> ForgetAsync(Commit commit, LogKeys keys, LogState state, ulong version, ErasedPeople people, string[] ids)
    {
        SetupRules.Forget(state, id => people.Have(id) || people.AreNamedIn(id), people.AreNamedIn);
        foreach (var (id, about) in await store.ReadAboutAsync(keys, ids))
        {
            about.Name = "";
            _ = people.AreNamedIn(id) ? commit.DeleteFields(keys.About, [id]) : commit.SetField(keys.About, id, about.ToByteArray());
        }

        return commit.Set(keys.State, VersionedRecord.Write(version + 1, state)); // whoever appends at the same time reads again
    }
}
