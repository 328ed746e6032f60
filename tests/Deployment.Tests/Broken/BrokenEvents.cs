namespace OptiId.Deployment.Tests.Broken;

/// <summary>Events that get lost, and calls that are repeated too often.</summary>
internal static class BrokenEvents
{
    private const string Followers = "events reach whoever follows", Unsaved = "events that nobody takes are not lost", Durable = "the bus is durable",
        Scopes = "the bus is used by whom it is meant for", Retries = "calls are repeated a little, in one place";

    public static IReadOnlyList<BrokenSample> Samples { get; } =
    [
        new(Followers, "a follower that isn't told", documents => documents.Remove<DaprSubscription>("access-groups-changes"), "access doesn't hear of groups-changes"),
        new(Followers, "another route", documents => Subscription(documents, "groups-identity-changes").Routes.Default = "/events", "groups is sent identity-changes at /events"),
        new(Followers, "everybody", documents => documents.One<DaprSubscription>("groups-identity-changes").Scopes = null, "everybody is sent identity-changes"),
        new(Followers, "somebody who doesn't follow", documents => documents.One<DaprSubscription>("groups-identity-changes").Scopes!.Add("tokens"), "tokens is sent identity-changes"),
        new(Followers, "twice", documents => documents.All.Add(Documents.Parse(Twice).All[0]), "access subscribes to groups-changes twice"),
        new(Followers, "dead letters that nobody reads", documents => documents.Remove<DaprSubscription>("groups-dead-letters"), "groups doesn't hear of groups-dead-letters"),
        new(Unsaved, "no dead letters", documents => Subscription(documents, "groups-identity-changes").DeadLetterTopic = null, "groups-identity-changes loses what isn't taken"),
        new(Unsaved, "another's dead letters", documents => Subscription(documents, "groups-identity-changes").DeadLetterTopic = "access-dead-letters", "must be groups-dead-letters"),
        new(Unsaved, "a circle", documents => Subscription(documents, "access-dead-letters").DeadLetterTopic = "access-dead-letters", "round in a circle"),
        new(Unsaved, "another bus", documents => Subscription(documents, "access-dead-letters").PubSubName = "events", "is of events"),
        new(Unsaved, "a queue on one node", documents => Subscription(documents, "access-dead-letters").Metadata!.Remove("queueType"), "queueType must be quorum"),
        new(Unsaved, "one try", documents => Resiliency(documents).Spec.Targets.Components.Clear(), "access-identity-changes is tried once"),
        new(Unsaved, "one try for one", documents => Resiliency(documents).Scopes!.Remove("groups"), "groups-identity-changes is tried once"),
        new(Durable, "messages in memory", documents => Set(documents, "deliveryMode", "1"), "deliveryMode must be 2"),
        new(Durable, "queues that go", documents => Unset(documents, "deletedWhenUnused"), "deletedWhenUnused must be false"),
        new(Durable, "nobody confirms", documents => Unset(documents, "publisherConfirm"), "publisherConfirm must be true"),
        new(Durable, "all at once", documents => Unset(documents, "prefetchCount"), "takes all there is at once"),
        new(Durable, "a password in the open", documents => Set(documents, "connectionString", "amqp://a:b@c"), "has its password in the open"),
        new(Durable, "another broker", documents => documents.One<DaprComponent>("optiid-events").Spec.Type = "pubsub.redis", "is pubsub.redis"),
        new(Scopes, "a bus for all", documents => documents.One<DaprComponent>("optiid-events").Scopes = null, "must be for access, groups, identity, tokens only"),
        new(Scopes, "a publisher of another's topic", documents => Set(documents, "publishingScopes", "identity=identity-changes,groups-changes"), "publishingScopes must say identity=identity-changes"),
        new(Scopes, "dead letters that the sidecar may not publish", documents => Replace(documents, "publishingScopes", "access=access-dead-letters", "access="), "publishingScopes must say access=access-dead-letters"),
        new(Scopes, "somebody not named, who may everything", documents => Replace(documents, "subscriptionScopes", ";tokens=", ""), "subscriptionScopes must say tokens="),
        new(Scopes, "a subscriber too many", documents => Replace(documents, "subscriptionScopes", "tokens=", "tokens=groups-changes"), "subscriptionScopes must say tokens="),
        new(Scopes, "a topic that isn't protected", documents => Replace(documents, "protectedTopics", ",tokens-changes", ""), "protectedTopics must be"),
        new(Scopes, "a topic that isn't allowed", documents => Replace(documents, "allowedTopics", ",groups-dead-letters", ""), "allowedTopics must be"),
        new(Retries, "what was done is done again", documents => Resiliency(documents).Spec.Policies.Retries["unavailable"].Matching = null, "though they may have been done"),
        new(Retries, "what took too long is done again", documents => Resiliency(documents).Spec.Policies.Retries["unavailable"].Matching!.GrpcStatusCodes = "4,14", "though they may have been done"),
        new(Retries, "for ever", documents => Resiliency(documents).Spec.Policies.Retries["unavailable"].MaxRetries = -1, "repeated too often"),
        new(Retries, "slowly", documents => Resiliency(documents).Spec.Policies.Retries["unavailable"].Duration = "5s", "too slowly"),
        new(Retries, "ended before their time", documents => Resiliency(documents).Spec.Policies.Timeouts["call"] = "30s", "before their own deadline"),
        new(Retries, "a callee forgotten", documents => Resiliency(documents).Spec.Targets.Apps.Remove("scim-gateway"), "calls of scim-gateway are given up"),
        new(Retries, "a callee that nobody calls", documents => Resiliency(documents).Spec.Targets.Apps["billing"] = new(), "nobody calls billing"),
        new(Retries, "a retry that isn't there", documents => Resiliency(documents).Spec.Targets.Apps["groups"].Retry = "often", "the retry often isn't there"),
        new(Retries, "a timeout that isn't there", documents => Resiliency(documents).Spec.Targets.Apps["groups"].Timeout = "long", "the timeout long isn't there"),
        new(Retries, "publishing twice over", documents => Resiliency(documents).Spec.Targets.Components["optiid-events"].Outbound = new() { Retry = "unavailable" }, "times each other"),
        new(Retries, "longer than the broker waits", documents => Resiliency(documents).Spec.Policies.Retries["redelivery"].MaxRetries = 10, "a broker gives it to somebody else"),
        new(Retries, "without an end", documents => Resiliency(documents).Spec.Policies.Retries["redelivery"].MaxRetries = null, "a broker gives it to somebody else"),
        new(Retries, "a try without an end", documents => Resiliency(documents).Spec.Targets.Components["optiid-events"].Inbound!.Timeout = null, "has no bounded retry"),
        new(Retries, "another component", documents => documents.One<DaprComponent>("optiid-events").Metadata.Name = "events", "for the component optiid-events, which isn't there"),
        new(Retries, "two", documents => documents.All.Add(Resiliency(documents)), "there must be one Resiliency"),
        new(Retries, "a service forgotten", documents => Resiliency(documents).Scopes!.Remove("admin-center"), "isn't for admin-center"),
    ];

    private const string Twice = """
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata: { name: again }
        spec: { pubsubname: optiid-events, topic: groups-changes, routes: { default: /announcements } }
        scopes: [access]
        """;

    private static SubscriptionSpec Subscription(Documents documents, string name) => documents.One<DaprSubscription>(name).Spec;

    private static DaprResiliency Resiliency(Documents documents) => documents.One<DaprResiliency>("optiid");

    private static void Unset(Documents documents, string name)
    {
        var items = documents.One<DaprComponent>("optiid-events").Spec.Metadata;
        items.Remove(items.Single(item => item.Name == name));
    }

    private static void Set(Documents documents, string name, string value)
    {
        Unset(documents, name);
        documents.One<DaprComponent>("optiid-events").Spec.Metadata.Add(new() { Name = name, Value = value });
    }

    private static void Replace(Documents documents, string name, string what, string with) =>
        Set(documents, name, documents.One<DaprComponent>("optiid-events")[name]!.Replace(what, with, StringComparison.Ordinal));
}
