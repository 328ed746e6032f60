using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Makes words of a request: an entry of the provisioning log (P26). Pure; secrets are taken out by <see cref="LogEntry"/>.</summary>
internal static class RequestWords
{
    /// <summary>How many users and groups an entry names.</summary>
    public const int MaximumTargets = 20;

    private const int MaximumAddress = 2_000, MaximumId = 64;
    private const string Version = "/scim/v2", NoVersion = "/scim";

    /// <summary>The entry, without its number.</summary>
    /// <param name="exchange">What was noted.</param>
    /// <param name="body">What the request's body says.</param>
    /// <param name="nameOf">A name that the log knows for an id; empty where it knows none.</param>
    public static LoggedRequest Describe(Exchange exchange, ExchangeBody body, Func<string, string> nameOf)
    {
        var client = Clients.Of(exchange.UserAgent, exchange.Target);
        var request = new LoggedRequest
        {
            RequestId = exchange.RequestId,
            At = exchange.At.ToTimestamp(),
            Duration = exchange.Duration.ToDuration(),
            TokenId = exchange.Caller?.TokenId ?? "",
            Client = client,
            Method = exchange.Method,
            Address = Address(exchange.Target),
            Status = (uint)exchange.Status,
            BulkRequestId = exchange.BulkRequestId,
        };
        var said = exchange.Route.Endpoint switch
        {
            Endpoint.Users => UserWords.Say(exchange, body, request, nameOf),
            Endpoint.Groups => GroupWords.Say(exchange, body, request, nameOf),
            Endpoint.Bulk => SayBulk(exchange, request),
            Endpoint.Root => SearchWords.Say(exchange, body, request, "users and groups"),
            _ => SayOther(exchange, request),
        };
        request.Summary = $"{Clients.Name(client)} {said.In(exchange.IsDone)}";
        if (exchange.Status >= 400)
        {
            Explain(exchange, request, client);
        }

        return request;
    }

    /// <summary>Path and query below the base URL.</summary>
    private static string Address(string target)
    {
        var start = target.StartsWith(Version, StringComparison.OrdinalIgnoreCase) ? Version.Length
            : target.StartsWith(NoVersion, StringComparison.OrdinalIgnoreCase) ? NoVersion.Length : 0;
        return TextCut.Short(target[start..], MaximumAddress);
    }

    private static void Explain(Exchange exchange, LoggedRequest request, Client client)
    {
        if (exchange.Error is { } error)
        {
            request.ScimType = error.Type.Keyword() ?? "";
            request.Detail = error.Message;
        }

        request.Advice = Advice.Of(exchange.Error?.Reason ?? default, exchange.Status, exchange.Error?.Type ?? ScimType.None, request, client);
    }

    private static Said SayBulk(Exchange exchange, LoggedRequest request)
    {
        request.Operation = Operation.Bulk;
        if (exchange.Bulk is not { } bulk)
        {
            return new("sent a bulk request", "send a bulk request");
        }

        if (bulk.Errors > 0)
        {
            request.Changes.Add($"{bulk.Errors} of {Counted(bulk.Operations, "operation")} failed");
        }

        return new($"sent {Counted(bulk.Operations, "operation")} in a bulk request", "send a bulk request");
    }

    private static Said SayOther(Exchange exchange, LoggedRequest request)
    {
        request.Operation = Operation.Other;
        return exchange.Route.Endpoint switch
        {
            Endpoint.None => new("asked for an address where there is nothing", "use an address where there is nothing"),
            Endpoint.Me => new("asked for /Me", "use /Me"),
            var discovery => new($"read /{discovery}", $"read /{discovery}"),
        };
    }

    /// <summary>An id to find the entry by; what is longer than any id of ours is none.</summary>
    public static string Id(string id) => id.Length <= MaximumId ? id : "";

    /// <summary>"1 member", "2 members".</summary>
    public static string Counted(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>What somebody did: as done, and as tried.</summary>
/// <param name="Past">"deactivated ann@example.com".</param>
/// <param name="Infinitive">"deactivate ann@example.com".</param>
internal readonly record struct Said(string Past, string Infinitive)
{
    /// <summary>Both, with the same rest behind.</summary>
    public static Said Of(string past, string infinitive, string rest) => new($"{past} {rest}", $"{infinitive} {rest}");

    public string In(bool isDone) => isDone ? Past : $"tried to {Infinitive}";
}
