using System.Text.Json.Nodes;
using Grpc.Net.Client;

namespace OptiId.Contracts;

/// <summary>
/// What stands between a consumer and a provider in a scenario: while a contract is recorded, a way through to the real provider that notes what
/// crosses; else the contract itself, which answers what is in it and nothing else.
/// </summary>
public sealed class Border : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<IAsyncDisposable> parts = [];
    private readonly Steps steps;
    private readonly Recorder? recorder;
    private readonly Replies? replies;
    private LoneService? real;

    private Border(Steps steps, Recorder recorder) => (this.steps, this.recorder) = (steps, recorder);

    private Border(Steps steps, Replies replies) => (this.steps, this.replies) = (steps, replies);

    /// <summary>Where the consumer finds its provider.</summary>
    public Uri Provider { get; private set; } = null!;

    /// <summary>Where the scenario prepares at the provider what the consumer is to find.</summary>
    public GrpcChannel Given { get; private set; } = null!;

    /// <summary>The provider itself, while it is recorded: to wait for what it does by and by.</summary>
    public Uri? Real => real?.Grpc;

    /// <summary>A border that records.</summary>
    /// <param name="steps">The scenario's.</param>
    /// <param name="name">The pair's name, <c>CONSUMER-PROVIDER</c>.</param>
    /// <param name="startAsync">Starts the real provider.</param>
    public static async Task<Border> RecordAsync(Steps steps, string name, Func<Border, Task<LoneService>> startAsync)
    {
        ArgumentNullException.ThrowIfNull(startAsync);
        var border = new Border(steps, new Recorder(name));
        var provider = await startAsync(border);
        border.parts.Add(provider);
        border.real = provider;
        await border.OpenAsync(role => border.HopToAsync(provider.Grpc, role));
        return border;
    }

    /// <summary>A border that answers from a contract.</summary>
    /// <param name="steps">The scenario's.</param>
    /// <param name="contract">The contract.</param>
    public static async Task<Border> AnswerAsync(Steps steps, Contract contract)
    {
        var border = new Border(steps, new Replies(contract, steps));
        await border.OpenAsync(role => Hop.StartAsync((method, request, _, cancellation) => border.replies!.TakeAsync(role, method, request, cancellation)));
        return border;
    }

    /// <summary>While it records: what stands between the provider and a service that it calls itself.</summary>
    /// <param name="service">Which, as the provider's setting <c>Services:NAME</c> names it.</param>
    /// <param name="address">Where it is.</param>
    /// <returns>Where the provider is to find it.</returns>
    public async Task<Uri> RecordBehindAsync(string service, Uri address)
    {
        var hop = await HopToAsync(address, Role.Behind, service);
        parts.Add(hop);
        return hop.Address;
    }

    /// <summary>Somebody asks the provider at its web address, before the consumer asks it.</summary>
    /// <param name="method">HTTP's method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="authorization">The header.</param>
    /// <param name="body">The body; null: none.</param>
    /// <returns>The status.</returns>
    public async Task<int> GiveAsync(string method, string path, string authorization, JsonNode? body = null)
    {
        var request = WebCall.RequestOf(path, authorization, body);
        Answer answer;
        if (real is null)
        {
            answer = replies!.Take(Role.Given, method, request);
        }
        else
        {
            var step = steps.Next();
            answer = await WebCall.SendAsync(real.Address, method, request);
            recorder!.Add(new(step, Role.Given, method, request, answer.Messages, answer.Refusal));
        }

        return answer.Refusal is null ? answer.Messages[0]["status"]!.GetValue<int>() : throw new ContractException(answer.Refusal["message"]!.GetValue<string>());
    }

    /// <summary>The end of the scenario: writes the contract, or checks that consumer and contract agreed in everything.</summary>
    /// <exception cref="ContractException">The consumer asked what isn't in the contract, or didn't ask what is.</exception>
    public async Task FinishAsync()
    {
        if (recorder is not null)
        {
            await recorder.IsQuietAsync(Quiet);
            recorder.Contract.Write();
            return;
        }

        // Who follows a log asks a second later.
        using var patience = new CancellationTokenSource(Patience);
        while (replies!.Problems() is { Count: > 0 } problems)
        {
            if (replies.AnyUnknown || patience.IsCancellationRequested)
            {
                throw new ContractException($"Contract {replies.Name}:\n{string.Join('\n', problems)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Runs a whole scenario. Where it fails because the consumer asked what is in no contract, that is what is said.</summary>
    /// <exception cref="ContractException">A consumer and its contract don't agree.</exception>
    public static async Task AgreeAsync(Func<Task> scenario, params Border[] borders)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(borders);
        try
        {
            await scenario();
        }
        catch (Exception e) when (borders.FirstOrDefault(border => border.replies?.AnyUnknown == true)?.replies is { } replies)
        {
            throw new ContractException($"Contract {replies.Name}:\n{string.Join('\n', replies.Problems())}", e);
        }

        foreach (var border in borders)
        {
            await border.FinishAsync();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(parts))
        {
            await part.DisposeAsync();
        }

        Given.Dispose();
    }

    private async Task OpenAsync(Func<Role, Task<Hop>> start)
    {
        var (calls, given) = (await start(Role.Call), await start(Role.Given));
        parts.AddRange([calls, given]);
        Provider = calls.Address;
        Given = GrpcChannel.ForAddress(given.Address);
    }

    private Task<Hop> HopToAsync(Uri address, Role role, string? service = null)
    {
        var channel = GrpcChannel.ForAddress(address);
        parts.Add(new Closing(channel));
        return Hop.StartAsync(async (method, request, send, cancellation) =>
        {
            var step = role == Role.Given ? steps.Next() : steps.Now;
            var answer = await Hop.CallAsync(channel, method, request, send, cancellation);
            recorder!.Add(new(step, role, method, request, answer.Messages, answer.Refusal, service));
            return answer;
        });
    }

    private sealed class Closing(GrpcChannel channel) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>How many calls a scenario has made itself, to prepare what the consumer is to find: all its borders count together.</summary>
public sealed class Steps
{
    private int now;

    internal int Now => Volatile.Read(ref now);

    internal int Next() => Interlocked.Increment(ref now);
}

/// <summary>Notes what crosses.</summary>
internal sealed class Recorder(string name)
{
    private readonly List<Interaction> interactions = [];

    public Contract Contract
    {
        get
        {
            lock (interactions)
            {
                return new(name, [.. interactions]);
            }
        }
    }

    // Who follows a log asks once a second where it stands, who lets nobody in unasked asks each time: only what's new is told.
    public void Add(Interaction interaction)
    {
        lock (interactions)
        {
            if (!Messages.IsRepeatable(interaction.Method) || interactions.FindLast(interaction.AsksTheSameAs)?.Text != interaction.Text)
            {
                interactions.Add(interaction);
            }
        }
    }

    /// <summary>Waits until nothing new has crossed for a while: whoever follows has followed.</summary>
    public async Task IsQuietAsync(TimeSpan span)
    {
        for (var (before, now) = (-1, Contract.Interactions.Count); before != now; (before, now) = (now, Contract.Interactions.Count))
        {
            await Task.Delay(span);
        }
    }
}

/// <summary>The consumer and the contract don't agree, or the provider and the contract.</summary>
public sealed class ContractException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Answers from a contract. What follows something given isn't answered before it was given. An interaction is for one call; only
/// what the protos call idempotent may be repeated, and is answered as before.
/// </summary>
internal sealed class Replies(Contract contract, Steps steps, Likeness? likeness = null)
{
    private readonly Likeness likeness = likeness ?? new();
    private readonly List<int> used = [];
    private readonly List<string> unknown = [];
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

    /// <summary>The answer of the contract. Who follows a log waits for what the log tells of changes that are still to be made.</summary>
    public async Task<Answer> TakeAsync(Role role, string method, JsonNode request, CancellationToken cancellation)
    {
        while (IsAhead(role, method, request))
        {
            await Task.Delay(20, cancellation);
        }

        return Take(role, method, request);
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
                return new([.. one.Answers.Select(likeness.Translate)], one.Refusal is null ? null : likeness.Translate(one.Refusal));
            }

            unknown.Add($"{role} {method} {request.ToJsonString()} ({why ?? "no such interaction is left"})");
            return new([], new JsonObject { ["status"] = "Unknown", ["message"] = $"{contract.Name}: {unknown[^1]}" });
        }
    }

    // Heads that were never told before a step are missing. What a head told of is read after it, be it that in the record the next step was first.
    private bool IsAhead(Role role, string method, JsonNode request)
    {
        lock (gate)
        {
            return role == Role.Call && Messages.IsFollowing(method)
                && Find(PlacesOf(role, method, null), method, request).Place < 0
                && Enumerable.Range(0, limit).Any(place => Is(place, role, method, null) && !used.Contains(place)
                    && (contract.Interactions[place].Step <= steps.Now || !Messages.IsOfHeads(method))
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

    /// <summary>Whether the provider has followed others' logs as far as it had when it was recorded.</summary>
    public bool HasFollowedUpTo(int place)
    {
        lock (gate)
        {
            return Enumerable.Range(0, place).All(one =>
                contract.Interactions[one] is not { Role: Role.Behind } interaction || !Messages.IsFollowing(interaction.Method) || used.Contains(one));
        }
    }
}
