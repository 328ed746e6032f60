using System.Text.Json.Nodes;

namespace OptiId.Contracts;

/// <summary>
/// Answers from a contract. What follows something given isn't answered before it was given. An interaction is for one call; only
/// what the protos call idempotent may be repeated, and is answered as before.
/// </summary>
internal sealed class Replies(Contract contract, Steps steps, Likeness? likeness = null)
{
    private readonly Likeness likeness = likeness ?? new();
    private readonly List<int> used = [];
    private readonly List<string> unknown = [];
    private readonly HashSet<string> applying = [];
    private readonly Lock gate = new();
    private int limit = contract.Interactions.Count;

    public string Name => contract.Name;

    public bool AnyUnknown
    {
        get
        {
            lock (gate)
            {
                return unknown.Count > 0;
            }
        }
    }

    /// <summary>While a provider is replayed: only what stands before this place may be answered.</summary>
    public void AllowUpTo(int place)
    {
        lock (gate)
        {
            limit = place;
        }
    }

    /// <summary>The answer of the contract. Who follows a log waits for what the log tells of changes that are still to be made, and for what was read later.</summary>
    public async Task<Answer> TakeAsync(Role role, string method, JsonNode request, CancellationToken cancellation, string? service = null)
    {
        lock (gate)
        {
            applying.Remove(ReadOf(service, method, request)); // whoever reads on has applied what was read before
        }

        while (IsAhead(role, method, request, service))
        {
            await Task.Delay(20, cancellation);
        }

        return Take(role, method, request, service);
    }

    /// <inheritdoc cref="TakeAsync"/>
    public Answer Take(Role role, string method, JsonNode request, string? service = null)
    {
        lock (gate)
        {
            var (place, why) = Find(PlacesOf(role, method, service), method, request);
            if (place >= 0)
            {
                used.Add(place);
                _ = role == Role.Given ? steps.Next() : 0;
                var one = contract.Interactions[place];
                if (role == Role.Behind && Messages.IsFollowing(method) && one.Answers is [JsonObject answer] && answer.ContainsKey("changes"))
                {
                    applying.Add(ReadOf(service, method, request));
                }

                return new([.. one.Answers.Select(likeness.Translate)], one.Refusal is null ? null : likeness.Translate(one.Refusal));
            }

            unknown.Add($"{role} {method} {request.ToJsonString()} ({why ?? "no such interaction is left"})");
            return new([], new JsonObject { ["status"] = "Unknown", ["message"] = $"{contract.Name}: {unknown[^1]}" });
        }
    }

    private static string ReadOf(string? service, string method, JsonNode request) => $"{service}{method}{request["partition"]}";

    // Heads that were never told before a step are missing. What a head told of is read after it, be it that in the record the next step was first.
    private bool IsAhead(Role role, string method, JsonNode request, string? service)
    {
        lock (gate)
        {
            return Messages.IsFollowing(method)
                && Find(PlacesOf(role, method, service), method, request).Place < 0
                && Enumerable.Range(0, contract.Interactions.Count).Any(place => Is(place, role, method, service) && !used.Contains(place)
                    && (role == Role.Behind || contract.Interactions[place].Step <= steps.Now || !Messages.IsOfHeads(method))
                    && likeness.Compare(contract.Interactions[place].Request, request) is null);
        }
    }

    // Those of which nothing is ahead of what has happened. A log tells of a change after it was made.
    private List<int> PlacesOf(Role role, string method, string? service)
    {
        var step = role == Role.Given ? steps.Now + 1 : steps.Now;
        var isFollowing = role == Role.Call && Messages.IsFollowing(method);
        var end = isFollowing ? Enumerable.Range(0, limit).FirstOrDefault(IsChangeToCome, limit) : limit;
        return [.. Enumerable.Range(0, end).Where(place => Is(place, role, method, service) && (role == Role.Behind || contract.Interactions[place].Step <= step))];
    }

    private bool Is(int place, Role role, string method, string? service) =>
        contract.Interactions[place] is var one && one.Role == role && one.Method == method && one.Service == service;

    private bool IsChangeToCome(int place) =>
        contract.Interactions[place] is { Role: Role.Call } one && !Messages.IsReading(one.Method) && !used.Contains(place);

    // The first that isn't used yet, or the last that is.
    private (int Place, string? Why) Find(List<int> places, string method, JsonNode request)
    {
        string? why = null;
        foreach (var place in places.Where(place => !used.Contains(place)).Concat(Messages.IsRepeatable(method) ? used.AsEnumerable().Reverse().Intersect(places) : []))
        {
            if (likeness.Compare(contract.Interactions[place].Request, request) is not { } difference)
            {
                return (place, null);
            }

            why ??= difference;
        }

        return (-1, why);
    }

    /// <summary>Where consumer and contract didn't agree.</summary>
    public IReadOnlyList<string> Problems()
    {
        lock (gate)
        {
            var asked = used.Select(place => contract.Interactions[place].Method).ToHashSet();
            var left = contract.Interactions.Index().Where(one =>
                one.Item.Role != Role.Behind && !used.Contains(one.Index) && !(Messages.IsFollowing(one.Item.Method) && asked.Contains(one.Item.Method)));
            return [.. unknown.Select(one => $"not in the contract: {one}"), .. left.Select(one => $"never asked: {one.Item.Method} {one.Item.Request.ToJsonString()}")];
        }
    }

    /// <summary>What was asked beyond the contract.</summary>
    public IReadOnlyList<string> Unknown
    {
        get
        {
            lock (gate)
            {
                return [.. unknown];
            }
        }
    }

    /// <summary>Whether the provider has followed others' logs as far as it had when it was recorded, and has applied what it read.</summary>
    public bool HasFollowedUpTo(int place)
    {
        lock (gate)
        {
            return applying.Count == 0 && Enumerable.Range(0, place).All(one =>
                contract.Interactions[one] is not { Role: Role.Behind } interaction || !Messages.IsFollowing(interaction.Method) || used.Contains(one));
        }
    }
}
