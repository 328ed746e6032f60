using System.Text.Json.Nodes;
using Grpc.Net.Client;

namespace OptiId.Contracts;

/// <summary>The provider's side: a contract's requests in their order to a provider that is alone, each answer held to the recorded one.</summary>
public static class Replay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Replays a contract.</summary>
    /// <param name="contract">What the consumer needs.</param>
    /// <param name="startAsync">Starts the provider on an empty store; it finds every service that it calls itself at the given address.</param>
    /// <exception cref="ContractException">The provider answers something else, or asks others something else.</exception>
    public static async Task AgainstAsync(Contract contract, Func<Uri, Task<LoneService>> startAsync)
    {
        var likeness = new Likeness();
        var behind = new Replies(contract, new Steps(), likeness);
        await using var hop = await Hop.StartAsync((method, request, _) => Task.FromResult(behind.Take(Role.Behind, method, request)));
        await using var provider = await startAsync(hop.Address);
        using var channel = GrpcChannel.ForAddress(provider.Address);
        foreach (var (place, one) in contract.Interactions.Index().Where(one => one.Item.Role != Role.Behind))
        {
            behind.AllowUpTo(place);
            await FollowedAsync(behind, place, contract.Name);
            var answer = await Hop.CallAsync(channel, one.Method, likeness.Translate(one.Request), CancellationToken.None);
            var difference = likeness.Compare(ToJson(one.Answers, one.Refusal), ToJson(answer.Messages, answer.Refusal));
            if (difference is not null || behind.Unknown.Count > 0)
            {
                throw new ContractException($"{contract.Name} [{place}] {one.Method} {one.Request.ToJsonString()}\n{difference}\n{string.Join('\n', behind.Unknown)}");
            }
        }
    }

    private static async Task FollowedAsync(Replies behind, int place, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!behind.HasFollowedUpTo(place))
        {
            if (patience.IsCancellationRequested)
            {
                throw new ContractException($"{name} [{place}]: the provider doesn't follow a log as it did.");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static JsonObject ToJson(IEnumerable<JsonNode> answers, JsonNode? refusal) =>
        new() { ["answers"] = new JsonArray([.. answers.Select(answer => answer.DeepClone())]), ["refusal"] = refusal?.DeepClone() };
}
