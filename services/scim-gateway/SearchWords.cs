using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OptiId.Gateway.V1;

namespace OptiId.ScimGateway;

/// <summary>Words for lists and searches.</summary>
internal static class SearchWords
{
    private const int MaximumFilter = 300;

    // What Okta asks for when an administrator presses Test API Credentials (facts/okta.md §3).
    private const int CredentialsCount = 2;

    /// <summary>Says what was looked for among <paramref name="things"/>: users, groups.</summary>
    public static Said Say(Exchange exchange, ExchangeBody body, LoggedRequest request, string things)
    {
        request.Operation = Operation.Search;
        var query = Query(exchange.Target);
        var found = exchange.Found;
        var asked = exchange.Route.IsSearch ? body.Value("filter") : query.GetValueOrDefault("filter");
        if (asked is not { Length: > 0 } filter)
        {
            request.Operation = Operation.Read;
            return IsTest(exchange, query, things) ? new("tested the credentials", "test the credentials") : Page(query, things);
        }

        if (found is { } count && exchange.Status < 400)
        {
            request.Changes.Add(count == 0 ? "Nothing was found." : $"{RequestWords.Counted(count, "result")}.");
        }

        return LookedFor(filter) is { } value
            ? Said.Of("looked for", "look for", value)
            : Said.Of("searched", "search", $"{things} by {TextCut.Short(filter, MaximumFilter)}");
    }

    private static bool IsTest(Exchange exchange, Dictionary<string, string> query, string things) =>
        things == "users" && exchange.Method is "GET" && Number(query, "count") is { } count && count <= CredentialsCount && Number(query, "startIndex") is null or 1
        && !query.ContainsKey("filter") && count > 0;

    private static Said Page(Dictionary<string, string> query, string things)
    {
        var start = Number(query, "startIndex") ?? 1;
        return Said.Of("read", "read", Number(query, "count") is { } count and > 0 ? $"{things} {start} to {start + count - 1}" : things);
    }

    /// <summary>The value of a filter that is one comparison for equality.</summary>
    private static string? LookedFor(string filter)
    {
        var parts = filter.Split(" eq ", 2, StringSplitOptions.TrimEntries);
        return parts is [var attribute, ['"', .., '"'] value] && !attribute.Contains(' ', StringComparison.Ordinal) && value.AsSpan()[1..^1].IndexOf('"') < 0
            ? value[1..^1]
            : null;
    }

    private static long? Number(Dictionary<string, string> query, string name) =>
        long.TryParse(query.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Dictionary<string, string> Query(string target)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? [] : QueryHelpers.ParseQuery(target[mark..]).ToDictionary(item => item.Key, item => item.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }
}
