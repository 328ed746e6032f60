using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Does the single request that a turn of a bulk job comes to, and tells what came out (RFC 7644 §3.7.3).</summary>
internal sealed class BulkTurns(UserRoutes users, GroupRoutes groups, Locations locations)
{
    /// <summary>Does it.</summary>
    /// <param name="call">Whose, with the operation's own request id and version.</param>
    /// <param name="turn">What; without a refusal.</param>
    /// <returns>The resource's id, and its version now; null where it is deleted.</returns>
    public async Task<(string Id, ulong? Version)> DoAsync(ScimCall call, BulkTurn turn)
    {
        var isUser = turn.Type == ResourceTypes.User;
        var maximum = isUser ? RequestBody.MaximumUser : RequestBody.MaximumGroup;
        if (turn.Operation.DataLength > maximum)
        {
            throw RequestBody.TooLarge(maximum);
        }

        return await (isUser ? DoUserAsync(call, turn) : DoGroupAsync(call, turn));
    }

    /// <summary>Begins to note a turn for the provisioning log: an entry of its own, as a request of its own would be.</summary>
    public static Exchange Note(BulkTurn turn, Exchange bulk, string requestId, DateTimeOffset at)
    {
        var endpoint = turn.Type switch
        {
            null => Endpoint.None,
            _ when turn.Type == ResourceTypes.User => Endpoint.Users,
            _ => Endpoint.Groups,
        };
        var id = turn.Method == BulkMethod.Post ? null : turn.Id;
        var exchange = new Exchange
        {
            RequestId = requestId,
            BulkRequestId = bulk.RequestId,
            Method = turn.Method.ToString().ToUpperInvariant(),
            Target = endpoint == Endpoint.None ? "" : id is null ? $"/{endpoint}" : $"/{endpoint}/{id}",
            Route = new(endpoint, id),
            At = at,
            Caller = bulk.Caller,
            UserAgent = bulk.UserAgent,
        };
        exchange.KeepData(turn.Data, turn.Operation.DataLength);
        return exchange;
    }

    /// <summary>The answer of an operation that succeeded, without the resource: a client that wants it knows its address.</summary>
    public BulkResult Succeeded(BulkTurn turn, string id, ulong? version) => new(turn.Operation, StatusOf(turn))
    {
        Location = LocationOf(turn, id),
        Version = version is { } number ? ScimRequest.EntityTag(number) : null,
    };

    /// <summary>The answer of one that failed.</summary>
    public BulkResult Failed(BulkTurn turn, ScimErrorException error) => new(turn.Operation, error.Status)
    {
        Location = turn.Id is { } id && turn.Type is not null ? LocationOf(turn, id) : null,
        Response = ScimResponse.ErrorBody(error),
    };

    private async Task<(string Id, ulong? Version)> DoUserAsync(ScimCall call, BulkTurn turn)
    {
        if (turn.Method == BulkMethod.Delete)
        {
            await users.DeleteAsync(call, turn.Id!);
            return (turn.Id!, null);
        }

        var user = turn.Method switch
        {
            BulkMethod.Post => await users.CreateAsync(call, turn.Data!),
            BulkMethod.Put => await users.ReplaceAsync(call, turn.Id!, turn.Data!),
            _ => await users.PatchAsync(call, turn.Id!, turn.Data!),
        };
        return (user.Id, user.Version);
    }

    private async Task<(string Id, ulong? Version)> DoGroupAsync(ScimCall call, BulkTurn turn)
    {
        if (turn.Method == BulkMethod.Delete)
        {
            await groups.DeleteAsync(call, turn.Id!);
            return (turn.Id!, null);
        }

        var group = turn.Method switch
        {
            BulkMethod.Post => await groups.CreateAsync(call, turn.Data!),
            BulkMethod.Put => await groups.ReplaceAsync(call, turn.Id!, turn.Data!),
            _ => await groups.PatchAsync(call, turn.Id!, turn.Data!),
        };
        return (group.Id, group.Version);
    }

    // As a request of its own would be answered.
    public static int StatusOf(BulkTurn turn) => turn.Operation.Method switch
    {
        BulkMethod.Post => StatusCodes.Status201Created,
        BulkMethod.Delete => StatusCodes.Status204NoContent,
        BulkMethod.Patch when turn.Type == ResourceTypes.Group => StatusCodes.Status204NoContent,
        _ => StatusCodes.Status200OK,
    };

    // An id that isn't one of ours may hold what an address can't.
    private string LocationOf(BulkTurn turn, string id) =>
        turn.Type == ResourceTypes.User ? locations.User(Uri.EscapeDataString(id)) : locations.Group(Uri.EscapeDataString(id));
}
