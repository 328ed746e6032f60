using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Gateway.V1;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.ScimGateway.Storage;

/// <summary>
/// Takes every personal datum of an erased user out of the organization's log (P10): names, sentences, searches, bodies; also of refused
/// requests that name the user without an id. Entries stay, as something that was done to somebody who is erased.
/// </summary>
internal sealed class Erasure(StoreSession session, RequestStore store, TimeProvider time)
{
    private const int Chunk = 100, ShortestIdentifier = 3;

    // Requests that were answered before the erasure may still wait for a writer, in this gateway or in another.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<(string OrganizationId, string UserId, HashSet<string> Identifiers, DateTimeOffset Due)> repeats = [];

    /// <summary>Erases a user from the log. Doing it again changes nothing.</summary>
    public async Task EraseAsync(string organizationId, string userId)
    {
        var identifiers = await EraseAsync(organizationId, userId, []);
        repeats.Enqueue((organizationId, userId, identifiers, time.GetUtcNow() + Late));
    }

    /// <summary>Looks again at the logs of those who were erased a while ago.</summary>
    public async Task RepeatDueAsync()
    {
        while (repeats.TryPeek(out var next) && next.Due <= time.GetUtcNow())
        {
            await EraseAsync(next.OrganizationId, next.UserId, next.Identifiers);
            repeats.TryDequeue(out _);
        }
    }

    /// <summary>The users that a log names, where they aren't among those who are still there.</summary>
    public async Task EraseOthersAsync(string organizationId, IReadOnlySet<string> present)
    {
        var keys = store.KeysOf(organizationId);
        foreach (var entry in await session.Bulk.HashGetAllAsync(keys.About))
        {
            if (AboutRecord.Parser.ParseFrom((byte[])entry.Value!).Kind == ResourceKind.User && !present.Contains((string)entry.Name!))
            {
                await EraseAsync(organizationId, (string)entry.Name!);
            }
        }
    }

    private async Task<HashSet<string>> EraseAsync(string organizationId, string userId, HashSet<string> known)
    {
        var keys = store.KeysOf(organizationId);
        var (version, state) = await store.ReadStateAsync(keys);
        if (version == 0)
        {
            return known;
        }

        var identifiers = await FindIdentifiersAsync(keys, state, userId, known);
        for (var first = state.Oldest; first <= state.Last; first += Chunk)
        {
            await ScrubAsync(keys, first, Math.Min(first + Chunk - 1, state.Last), userId, identifiers);
        }

        await ForgetAsync(keys, userId, identifiers);
        return identifiers;
    }

    /// <summary>What names the user besides the id: the userNames, externalIds and e-mail addresses that came with it.</summary>
    private async Task<HashSet<string>> FindIdentifiersAsync(LogKeys keys, LogState state, string userId, HashSet<string> known)
    {
        var identifiers = new HashSet<string>(known, StringComparer.OrdinalIgnoreCase);
        for (var first = state.Oldest; first <= state.Last; first += Chunk)
        {
            foreach (var request in await store.ReadAsync(keys, [.. RequestStore.Numbers(first, Math.Min(first + Chunk - 1, state.Last))]))
            {
                foreach (var target in request.Targets.Where(target => target.Id == userId))
                {
                    identifiers.Add(target.Name);
                }

                if (request.Targets is [{ } about, ..] && about.Id == userId)
                {
                    var detail = LogKeys.Unpack(await session.Bulk.HashGetAsync(keys.Details(request.Number), RequestStore.Field(request.Number)));
                    Collect(identifiers, detail.RequestBody);
                    Collect(identifiers, detail.ResponseBody);
                }
            }
        }

        identifiers.RemoveWhere(identifier => identifier.Length < ShortestIdentifier || identifier == Redaction.Hidden);
        return identifiers;
    }

    private static void Collect(HashSet<string> identifiers, string body)
    {
        if (PartialJson.Read(System.Text.Encoding.UTF8.GetBytes(body), out _) is not { } node)
        {
            return;
        }

        foreach (var resource in (node as JsonObject)?["Resources"] as JsonArray ?? [node])
        {
            var said = ExchangeBody.Of(resource);
            foreach (var path in new[] { "userName", "externalId" })
            {
                identifiers.Add(said.Value(path) ?? "");
            }

            if (resource is JsonObject user && user["emails"] is JsonArray emails)
            {
                identifiers.UnionWith(emails.Select(email => ExchangeBody.Of(email).Value("value") ?? ""));
            }

            identifiers.UnionWith(said.Operations.Where(operation => operation.Path.StartsWith("emails", StringComparison.OrdinalIgnoreCase) && operation.Value is JsonValue)
                .Select(operation => operation.Value!.ToString()));
        }
    }

    private async Task ScrubAsync(LogKeys keys, ulong first, ulong last, string userId, HashSet<string> identifiers) => await session.ChangeAsync(async () =>
    {
        var commit = new Commit(keys.Partition);
        foreach (var block in RequestStore.Numbers(first, last).GroupBy(RequestStore.BlockOf))
        {
            await ScrubAsync(commit, keys, [.. block], userId, identifiers);
        }

        return (0, commit);
    });

    private async Task ScrubAsync(Commit commit, LogKeys keys, ulong[] numbers, string userId, HashSet<string> identifiers)
    {
        var detailsKey = keys.Details(numbers[0]);
        RedisValue[] fields = [.. numbers.Select(number => (RedisValue)RequestStore.Field(number))];
        var (requests, details) = (await session.Bulk.HashGetAsync(keys.Requests, fields), await session.Bulk.HashGetAsync(detailsKey, fields));
        for (var index = 0; index < fields.Length; index++)
        {
            if (requests[index].IsNull)
            {
                continue;
            }

            var request = LoggedRequest.Parser.ParseFrom((byte[])requests[index]!);
            if (Erased.Mentions(request, LogKeys.Unpack(details[index]), userId, identifiers) && Erased.Scrub(request, userId, identifiers) is var scrubbed
                && (!details[index].IsNull || !scrubbed.Equals(request)))
            {
                commit.ExpectField(keys.Requests, fields[index], requests[index]); // not where it was dropped meanwhile
                commit.SetField(keys.Requests, fields[index], scrubbed.ToByteArray());
                commit.DeleteFields(detailsKey, [(string)fields[index]!]);
            }
        }
    }

    private async Task ForgetAsync(LogKeys keys, string userId, HashSet<string> identifiers) => await session.ChangeAsync(async () =>
    {
        var (version, state) = await store.ReadStateAsync(keys);
        var commit = new Commit(keys.Partition).ExpectVersion(keys.State, version);
        foreach (var warning in state.Warnings.Select(warning => warning.Kind).ToList())
        {
            SetupRules.Remove(state, warning, item => item.Target is { } target && (target.Id == userId || identifiers.Contains(target.Name)));
        }

        if ((await store.ReadAboutAsync(keys, [userId])).TryGetValue(userId, out var about))
        {
            about.Name = "";
            commit.SetField(keys.About, userId, about.ToByteArray());
        }

        return (0, commit.Set(keys.State, VersionedRecord.Write(version + 1, state)));
    });
}
