using OptiId.Gateway.V1;

namespace OptiId.ScimGateway;

/// <summary>Words for requests about groups.</summary>
internal static class GroupWords
{
    private const int MaximumName = 100;

    public static Said Say(Exchange exchange, ExchangeBody body, LoggedRequest request, Func<string, string> nameOf)
    {
        var route = exchange.Route;
        var isRead = exchange.Method is "GET" or "HEAD" || route.IsSearch;
        var (name, before) = AddTarget(exchange, body, request, nameOf, isRead);
        if (route.IsSearch || (route.Id is null && isRead))
        {
            return SearchWords.Say(exchange, body, request, "groups");
        }

        if (exchange.Method is "POST" or "PUT" or "PATCH")
        {
            return Written(exchange, body, request, name, before, nameOf);
        }

        request.Operation = isRead ? Operation.Read : exchange.Method == "DELETE" ? Operation.Delete : Operation.Other;
        return request.Operation switch
        {
            Operation.Read => Said.Of("read", "read", $"the group {name}"),
            Operation.Delete => Said.Of("deleted", "delete", $"the group {name}"),
            _ => new($"sent {exchange.Method}", $"send {exchange.Method} to a group"),
        };
    }

    private static Said Written(Exchange exchange, ExchangeBody body, LoggedRequest request, string name, string before, Func<string, string> nameOf)
    {
        var members = body.Members();
        request.UnusedAttributes.Add(UnusedAttributes.Of(body, isUser: false));
        AddMembers(request, members, nameOf);
        AddChanges(exchange, request, name, before);
        if (exchange.Method == "POST")
        {
            request.Operation = Operation.Create;
            return Said.Of("created", "create", members.Added.Count == 0
                ? $"the group {name}"
                : $"the group {name} with {RequestWords.Counted(members.Added.Count, "member")}");
        }

        if (before.Length > 0 && before != name && exchange.Method == "PATCH" && members.IsEmpty)
        {
            request.Operation = Operation.Update;
            return Said.Of("renamed", "rename", $"the group {before} to {name}");
        }

        request.Operation = members.IsEmpty ? Operation.Update : Operation.ChangeMembers;
        return members.IsEmpty ? Said.Of("sent", "send", $"the group {name}") : Members(members, name, nameOf);
    }

    private static Said Members(MemberNames members, string group, Func<string, string> nameOf) => members switch
    {
        { Replaces: true } => Said.Of("sent", "send", $"the whole member list of {group}: {RequestWords.Counted(members.Added.Count, "member")}"),
        { Added.Count: > 0, Removed.Count: > 0 } => new(
            $"put {Who(members.Added, nameOf)} into {group} and took {Who(members.Removed, nameOf)} out",
            $"put {Who(members.Added, nameOf)} into {group} and take {Who(members.Removed, nameOf)} out"),
        { Added.Count: > 0 } => Said.Of("put", "put", $"{Who(members.Added, nameOf)} into {group}"),
        _ => Said.Of("took", "take", $"{Who(members.Removed, nameOf)} out of {group}"),
    };

    /// <summary>Few by name, many by number.</summary>
    private static string Who(Dictionary<string, string> members, Func<string, string> nameOf)
    {
        const int few = 3;
        var names = members.Select(member => Name(member, nameOf)).ToList();
        return names.Count <= few && names.TrueForAll(name => name.Length > 0)
            ? names.Count == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}"
            : RequestWords.Counted(names.Count, "member");
    }

    private static string Name(KeyValuePair<string, string> member, Func<string, string> nameOf) =>
        TextCut.Short(member.Value.Length > 0 ? member.Value : nameOf(member.Key), MaximumName);

    private static void AddMembers(LoggedRequest request, MemberNames members, Func<string, string> nameOf)
    {
        foreach (var member in members.Added.Concat(members.Removed).Take(RequestWords.MaximumTargets - request.Targets.Count))
        {
            request.Targets.Add(new Target { Kind = ResourceKind.User, Id = RequestWords.Id(member.Key), Name = Name(member, nameOf) });
        }
    }

    private static void AddChanges(Exchange exchange, LoggedRequest request, string name, string before)
    {
        if (!exchange.IsDone || exchange.Counts is not { } counts)
        {
            return;
        }

        if (counts.TakenOver)
        {
            request.Changes.Add("Taken over: the identity provider manages this group from now on; its id, members and grants are kept.");
        }

        if (before.Length > 0 && before != name)
        {
            request.Changes.Add($"displayName: {before} → {name}");
        }

        var moved = (counts.Added, counts.Removed) switch
        {
            (0, 0) => "",
            (var added, 0) => $"{RequestWords.Counted((long)added, "member")} added",
            (0, var removed) => $"{RequestWords.Counted((long)removed, "member")} removed",
            var (added, removed) => $"{RequestWords.Counted((long)added, "member")} added, {removed} removed",
        };
        if (moved.Length > 0)
        {
            request.Changes.Add(moved);
        }

        if (counts.Parked > 0)
        {
            request.Changes.Add($"{RequestWords.Counted((long)counts.Parked, "member")} parked: not here yet, they count as soon as they are.");
            request.ParkedUserIds.Add(counts.ParkedUserIds);
        }

        if (request.Changes.Count == 0)
        {
            request.Changes.Add(request.Operation == Operation.Create ? "Created, without members." : "Nothing changed.");
        }
    }

    private static (string Name, string Before) AddTarget(
        Exchange exchange, ExchangeBody body, LoggedRequest request, Func<string, string> nameOf, bool isRead)
    {
        var id = RequestWords.Id(exchange.Group?.Id ?? exchange.Route.Id ?? "");
        var before = id.Length > 0 && exchange.Method != "POST" ? nameOf(id) : "";
        var said = isRead ? null : body.Value("displayName");
        var name = exchange.Group?.DisplayName ?? said ?? before;
        if (id.Length > 0 || name.Length > 0)
        {
            request.Targets.Add(new Target { Kind = ResourceKind.Group, Id = id, Name = TextCut.Short(name, MaximumName) });
        }

        return (name.Length > 0 ? TextCut.Short(name, MaximumName) : id.Length > 0 ? id : "without a name", TextCut.Short(before, MaximumName));
    }
}
