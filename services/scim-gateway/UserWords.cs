using OptiId.Events.V1;
using OptiId.Gateway.V1;
using OptiId.Identity.V1;

namespace OptiId.ScimGateway;

/// <summary>Words for requests about users.</summary>
internal static class UserWords
{
    private const int MaximumValue = 100;

    // Those whose new values are told: the ones that the product uses (P6).
    private static readonly string[] Told = ["userName", "name.givenName", "name.familyName", "externalId"];

    public static Said Say(Exchange exchange, ExchangeBody body, LoggedRequest request, Func<string, string> nameOf)
    {
        var route = exchange.Route;
        if (route.IsSearch || (route.Id is null && exchange.Method is "GET" or "HEAD"))
        {
            AddTarget(exchange, body, request, nameOf);
            return SearchWords.Say(exchange, body, request, "users");
        }

        var name = AddTarget(exchange, body, request, nameOf);
        return exchange.Method switch
        {
            "GET" or "HEAD" => Read(request, name),
            "DELETE" => Deleted(request, name),
            "POST" or "PUT" or "PATCH" => Written(exchange, body, request, name),
            _ => Other(request, exchange.Method),
        };
    }

    private static Said Read(LoggedRequest request, string name)
    {
        request.Operation = Operation.Read;
        return Said.Of("read", "read", name);
    }

    private static Said Deleted(LoggedRequest request, string name)
    {
        request.Operation = Operation.Delete;
        return Said.Of("deleted", "delete", name);
    }

    private static Said Other(LoggedRequest request, string method)
    {
        request.Operation = Operation.Other;
        return new($"sent {method}", $"send {method} to a user");
    }

    private static Said Written(Exchange exchange, ExchangeBody body, LoggedRequest request, string name)
    {
        request.UnusedAttributes.Add(UnusedAttributes.Of(body, isUser: true));
        return exchange.IsDone ? Done(exchange, body, request, name) : Tried(exchange, body, request, name);
    }

    private static Said Tried(Exchange exchange, ExchangeBody body, LoggedRequest request, string name)
    {
        request.Operation = exchange.Method == "POST" ? Operation.Create : body.Active == false ? Operation.Deactivate : Operation.Update;
        return request.Operation switch
        {
            Operation.Create => Said.Of("created", "create", name),
            Operation.Deactivate => Said.Of("deactivated", "deactivate", name),
            _ => Said.Of("updated", "update", name),
        };
    }

    private static Said Done(Exchange exchange, ExchangeBody body, LoggedRequest request, string name)
    {
        var reinstated = exchange.Changes.FirstOrDefault(change => change.EventCase == Change.EventOneofCase.UserReinstated)?.UserReinstated;
        var updated = exchange.Changes.FirstOrDefault(change => change.EventCase == Change.EventOneofCase.UserUpdated)?.UserUpdated;
        AddChanges(exchange, body, request, updated);
        if (reinstated is not null)
        {
            request.Operation = Operation.Reinstate;
            request.MembershipsKept = reinstated.MembershipsKept;
            request.Changes.Add(reinstated.MembershipsKept
                ? "Back within the grace time: the memberships of before count again."
                : "Back after the grace time: the memberships of before are gone and come back as they are pushed.");
            return Said.Of("reinstated", "reinstate", name);
        }

        if (exchange.Changes.Any(change => change.EventCase == Change.EventOneofCase.UserDeactivated))
        {
            request.Operation = Operation.Deactivate;
            return Said.Of("deactivated", "deactivate", name);
        }

        return (exchange.Method, updated) switch
        {
            ("POST", null) => Created(exchange, request, name),
            (var method, { TakenOver: true }) => TakenOver(request, name, method == "POST"),
            (_, null) => Unchanged(body, request, name),
            _ => Updated(request, name),
        };
    }

    private static Said Created(Exchange exchange, LoggedRequest request, string name)
    {
        request.Operation = Operation.Create;
        return exchange.User?.State == UserState.Deactivated
            ? Said.Of("created", "create", $"{name} as deactivated")
            : Said.Of("created", "create", name);
    }

    private static Said TakenOver(LoggedRequest request, string name, bool isCreate)
    {
        request.Operation = isCreate ? Operation.Create : Operation.Update;
        request.Changes.Insert(0, "Taken over: the identity provider manages this user from now on; its id, groups and access are kept.");
        return Said.Of("took over", "take over", name);
    }

    private static Said Updated(LoggedRequest request, string name)
    {
        request.Operation = Operation.Update;
        return Said.Of("updated", "update", name);
    }

    private static Said Unchanged(ExchangeBody body, LoggedRequest request, string name)
    {
        request.Operation = body.Active == false ? Operation.Deactivate : Operation.Update;
        request.Changes.Add("Nothing changed.");
        return Said.Of("sent", "send", $"{name} again");
    }

    /// <summary>Of what the product uses, the new values; of the rest, the names.</summary>
    private static void AddChanges(Exchange exchange, ExchangeBody body, LoggedRequest request, UserUpdated? updated)
    {
        if (updated is null)
        {
            return;
        }

        var rest = new List<string>();
        foreach (var attribute in updated.ChangedAttributes)
        {
            var told = Told.Where(path => path == attribute || path.StartsWith(attribute + ".", StringComparison.Ordinal))
                .Select(path => (Path: path, Value: body.Value(path))).Where(item => item.Value is not null).ToList();
            request.Changes.Add(told.Select(item => $"{item.Path} set to {TextCut.Short(item.Value!, MaximumValue)}"));
            if (told.Count == 0)
            {
                rest.Add(attribute);
            }
        }

        if (rest.Count > 0)
        {
            request.Changes.Add($"Changed: {string.Join(", ", rest)}");
        }
    }

    private static string AddTarget(Exchange exchange, ExchangeBody body, LoggedRequest request, Func<string, string> nameOf)
    {
        var id = RequestWords.Id(exchange.User?.Id ?? exchange.Route.Id ?? "");
        var name = exchange.User?.UserName ?? (id.Length > 0 ? nameOf(id) : "");
        if (name.Length == 0 && exchange.Method is not ("GET" or "HEAD") && !exchange.Route.IsSearch)
        {
            name = body.Value("userName") ?? "";
        }

        if (id.Length > 0 || name.Length > 0)
        {
            request.Targets.Add(new Target { Kind = ResourceKind.User, Id = id, Name = TextCut.Short(name, MaximumValue) });
        }

        return name.Length > 0 ? TextCut.Short(name, MaximumValue) : id.Length > 0 ? $"the user {id}" : "a user";
    }
}
