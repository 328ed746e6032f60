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

/// <summary>The consumer and the contract don't agree, or the provider and the contract.</summary>
public sealed class ContractException(string message, Exception? cause = null) : Exception(message, cause);
