using k8s.Models;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>The bus: who hears of what, and what comes of what nobody takes.</summary>
internal static class Events
{
    private const string Route = "/announcements", DeadLetterRoute = "/dead-letters";

    // What RabbitMQ's component must be told, because Dapr's own values lose messages.
    private static readonly Dictionary<string, string> Durable = new()
    {
        ["durable"] = "true",
        ["deletedWhenUnused"] = "false",
        ["deliveryMode"] = "2",
        ["publisherConfirm"] = "true",
        ["autoAck"] = "false",
    };

    private static readonly string[] TopicLists = ["allowedTopics", "protectedTopics"];

    private static string TopicOf(string source) => $"{source}-changes";

    private static string DeadLettersOf(string consumer) => $"{consumer}-dead-letters";

    /// <summary>A service that follows a log hears of it, once, at the route that its code has; nobody else does.</summary>
    public static IEnumerable<string> FindMissingSubscriptions(Documents documents)
    {
        var wanted = (from use in ServiceUse.All
                      where use.Subscribes
                      from source in use.Follows
                      select (use.AppId, Topic: TopicOf(source), Route)).ToList();
        var dead = ServiceUse.All.Where(use => use.Subscribes).Select(use => (use.AppId, Topic: DeadLettersOf(use.AppId), Route: DeadLetterRoute));
        var there = documents.Of<DaprSubscription>()
            .SelectMany(subscription => (subscription.Scopes ?? [""]).Select(id => (AppId: id, subscription.Spec.Topic, Route: subscription.Spec.Routes.Default ?? "")))
            .ToList();
        wanted.AddRange(dead);
        return wanted.Except(there).Select(one => $"{one.AppId} doesn't hear of {one.Topic} at {one.Route}")
            .Concat(there.Except(wanted).Select(one => $"{(one.AppId.Length == 0 ? "everybody" : one.AppId)} is sent {one.Topic} at {one.Route}, and has nothing there"))
            .Concat(there.GroupBy(one => (one.AppId, one.Topic)).Where(same => same.Count() > 1).Select(same => $"{same.Key.AppId} subscribes to {same.Key.Topic} twice"));
    }

    /// <summary>Each subscription has a dead-letter topic that its own service consumes, a queue that survives, and retries before that.</summary>
    public static IEnumerable<string> FindUnsavedEvents(Documents documents)
    {
        foreach (var subscription in documents.Of<DaprSubscription>())
        {
            var (name, spec, id) = (subscription.Name(), subscription.Spec, subscription.Scopes?.SingleOrDefault());
            if (id is null)
            {
                yield return $"{name} isn't for one service";
                continue;
            }

            if (documents.Find<DaprComponent>(spec.PubSubName)?.Spec.Type.StartsWith("pubsub.", StringComparison.Ordinal) != true)
            {
                yield return $"{name} is of {spec.PubSubName}, which is no pub/sub component";
            }

            if (spec.Metadata?.TryGetValue("queueType", out var queue) != true || queue != "quorum")
            {
                yield return $"{name}'s queue goes with its broker's node: queueType must be quorum";
            }

            var isDeadLetters = spec.Topic == DeadLettersOf(id);
            if (!isDeadLetters && spec.DeadLetterTopic != DeadLettersOf(id))
            {
                yield return $"{name} loses what isn't taken: its dead-letter topic must be {DeadLettersOf(id)}";
            }

            if (isDeadLetters && spec.DeadLetterTopic is not null)
            {
                yield return $"{name} sends dead letters round in a circle";
            }

            if (!documents.Of<DaprResiliency>().Any(resiliency => resiliency.Scopes?.Contains(id) != false
                && resiliency.Spec.Targets.Components.TryGetValue(spec.PubSubName, out var target) && target.Inbound?.Retry is not null))
            {
                yield return $"{name} is tried once: no Resiliency repeats what comes in by {spec.PubSubName} for {id}";
            }
        }
    }

    /// <summary>A broker that starts again still has what it took.</summary>
    public static IEnumerable<string> FindLossyBuses(Documents documents)
    {
        foreach (var component in documents.Of<DaprComponent>())
        {
            if (component.Spec.Type != "pubsub.rabbitmq")
            {
                yield return $"{component.Name()} is {component.Spec.Type}: nobody has said here what that loses unless it is told not to";
                continue;
            }

            foreach (var (name, value) in Durable.Where(setting => component[setting.Key] != setting.Value))
            {
                yield return $"{component.Name()} may lose events: {name} must be {value}";
            }

            if (component["prefetchCount"] is null or "0")
            {
                yield return $"{component.Name()} takes all there is at once: prefetchCount";
            }

            if (component.Spec.Metadata.Any(item => item.Name is "connectionString" or "password" && item.SecretKeyRef is null))
            {
                yield return $"{component.Name()} has its password in the open";
            }

            if (component.Auth?.SecretStore is not (null or "kubernetes"))
            {
                yield return $"{component.Name()} has its secrets in {component.Auth.SecretStore}, which isn't there";
            }
        }
    }

    /// <summary>Publishing and subscribing are for those that do it, topic by topic; of the rest each is told that it may nothing.</summary>
    public static IEnumerable<string> FindWrongScopes(Documents documents)
    {
        foreach (var component in documents.Of<DaprComponent>())
        {
            var users = ServiceUse.All.Where(use => use.UsesBus).ToList();
            if (!SameItems(component.Scopes ?? [], users.Select(use => use.AppId)))
            {
                yield return $"{component.Name()} must be for {string.Join(", ", users.Select(use => use.AppId))} only";
            }

            // A consumer's sidecar publishes its dead letters in its name.
            var publishing = users.ToDictionary(use => use.AppId, use =>
                (use.Publishes ? [TopicOf(use.AppId)] : Array.Empty<string>()).Concat(use.Subscribes ? [DeadLettersOf(use.AppId)] : []).ToList());
            var subscribing = users.ToDictionary(use => use.AppId, use =>
                use.Subscribes ? use.Follows.Select(TopicOf).Append(DeadLettersOf(use.AppId)).ToList() : []);
            var topics = publishing.Values.Concat(subscribing.Values).SelectMany(topics => topics).Distinct().ToList();

            foreach (var problem in FindWrong(component, "publishingScopes", publishing).Concat(FindWrong(component, "subscriptionScopes", subscribing)))
            {
                yield return problem;
            }

            foreach (var list in TopicLists.Where(list => !SameItems((component[list] ?? "").Split(','), topics)))
            {
                yield return $"{component.Name()}: {list} must be {string.Join(",", topics)}";
            }
        }
    }

    private static IEnumerable<string> FindWrong(DaprComponent component, string list, Dictionary<string, List<string>> expected)
    {
        var there = (component[list] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('='))
            .ToDictionary(entry => entry[0], entry => entry[1].Split(',', StringSplitOptions.RemoveEmptyEntries));
        return from id in expected.Keys.Union(there.Keys)
               where !there.TryGetValue(id, out var topics) || !SameItems(topics, expected.GetValueOrDefault(id) ?? [])
               select $"{component.Name()}: {list} must say {id}={string.Join(",", expected.GetValueOrDefault(id) ?? [])}";
    }

    private static bool SameItems(IEnumerable<string> one, IEnumerable<string> other) => one.ToHashSet().SetEquals(other);
}
