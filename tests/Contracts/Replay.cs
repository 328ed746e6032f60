using System.Text.Json.Nodes;
using Grpc.Net.Client;

namespace OptiId.Contracts;

/// <summary>The provider's side: a contract's requests in their order to a provider that is alone, each answer held to the recorded one.</summary>
public static class Replay
{
    // One in 64 times.
    private const int MaximumTurns = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LatePatience = TimeSpan.FromSeconds(5);

    /// <summary>Replays a contract.</summary>
    /// <param name="contract">What the consumer needs.</param>
    /// <param name="startAsync">Starts the provider on an empty store; it finds the services that it calls itself at the given addresses.</param>
    /// <param name="behind">Which services it calls itself, as its settings <c>Services:NAME</c> name them.</param>
    /// <exception cref="ContractException">The provider answers something else, or asks others something else.</exception>
    public static async Task AgainstAsync(Contract contract, Func<Dictionary<string, Uri>, Task<LoneService>> startAsync, params string[] behind)
    {
        for (var turn = 1; !await TryAsync(contract, startAsync, behind, isLast: turn == MaximumTurns); turn++)
        {
            // Once more, on another empty store.
        }
    }

    // False where two organizations came into one partition, by chance as it seems.
    private static async Task<bool> TryAsync(Contract contract, Func<Dictionary<string, Uri>, Task<LoneService>> startAsync, string[] behind, bool isLast)
    {
        var likeness = new Likeness();
        var replies = new Replies(contract, new Steps(), likeness);
        await using var hops = new Hops();
        foreach (var service in behind)
        {
            hops.Add(service, await Hop.StartAsync((method, request, _, cancellation) => replies.TakeAsync(Role.Behind, method, request, cancellation, service)));
        }

        await using var provider = await startAsync(hops.Addresses);
        using var channel = GrpcChannel.ForAddress(provider.Grpc);
        foreach (var (place, one) in contract.Interactions.Index().Where(one => one.Item.Role != Role.Behind))
        {
            replies.AllowUpTo(place);
            await FollowedAsync(replies, place, contract.Name);
            var difference = await DifferenceAsync(likeness, provider, channel, one);
            if (likeness.PartitionsMet && !isLast)
            {
                return false;
            }

            if (difference is not null || replies.Unknown.Count > 0)
            {
                throw new ContractException($"{contract.Name} [{place}] {one.Method} {one.Request.ToJsonString()}\n{difference}\n{string.Join('\n', replies.Unknown)}");
            }
        }

        return true;
    }

    private static async Task<string?> DifferenceAsync(Likeness likeness, LoneService provider, GrpcChannel channel, Interaction one)
    {
        using var patience = new CancellationTokenSource(LatePatience);
        while (true)
        {
            var request = likeness.Translate(one.Request);
            var answer = WebCall.Is(one.Method) ? await WebCall.SendAsync(provider.Address, one.Method, request) : await CallAsync(channel, one, request);
            var difference = likeness.Compare(ToJson(one.Answers, one.Refusal), ToJson(answer.Messages, answer.Refusal));
            if (difference is null || !Messages.IsLate(one.Method) || patience.IsCancellationRequested)
            {
                return difference;
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    // What never ends is read as far as it was recorded.
    private static async Task<Answer> CallAsync(GrpcChannel channel, Interaction one, JsonNode request)
    {
        using var enough = new CancellationTokenSource();
        if (Messages.IsEndless(one.Method))
        {
            enough.CancelAfter(LatePatience);
        }

        var read = 0;
        return await Hop.CallAsync(channel, one.Method, request, async _ =>
        {
            if (Messages.IsEndless(one.Method) && ++read == one.Answers.Count)
            {
                await enough.CancelAsync();
            }
        }, enough.Token);
    }

    private static async Task FollowedAsync(Replies behind, int place, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!behind.HasFollowedUpTo(place))
        {
            if (patience.IsCancellationRequested)
            {
                throw new ContractException($"{name} [{place}]: the provider doesn't follow a log as it did.\n{string.Join('\n', behind.Unknown)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static JsonObject ToJson(IEnumerable<JsonNode> answers, JsonNode? refusal) =>
        new() { ["answers"] = new JsonArray([.. answers.Select(answer => answer.DeepClone())]), ["refusal"] = refusal?.DeepClone() };

    private sealed class Hops : IAsyncDisposable
    {
        private readonly List<Hop> hops = [];

        public Dictionary<string, Uri> Addresses { get; } = [];

        public void Add(string service, Hop hop)
        {
            hops.Add(hop);
            Addresses[service] = hop.Address;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var hop in hops)
            {
                await hop.DisposeAsync();
            }
        }
    }
}
