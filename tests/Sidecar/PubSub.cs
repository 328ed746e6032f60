using YamlDotNet.RepresentationModel;

namespace OptiId.Sidecar;

/// <summary>A pub/sub component: who has it, and who may publish or subscribe to what.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">The apps that have it; none: all.</param>
/// <param name="PublishingScopes">The topics that an app may publish to; an app that isn't named: all, as long as nobody is.</param>
/// <param name="SubscriptionScopes">The topics that an app may subscribe to, likewise.</param>
public sealed record PubSub(
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyDictionary<string, string[]> PublishingScopes,
    IReadOnlyDictionary<string, string[]> SubscriptionScopes)
{
    /// <summary>Whether an app may publish to a topic.</summary>
    public bool LetsPublish(string appId, string topic) => Has(appId) && Lets(PublishingScopes, appId, topic);

    /// <summary>Whether an app may subscribe to a topic.</summary>
    public bool LetsSubscribe(string appId, string topic) => Has(appId) && Lets(SubscriptionScopes, appId, topic);

    internal static bool IsOne(YamlMappingNode component) => component.Text("spec", "type")?.StartsWith("pubsub.", StringComparison.Ordinal) == true;

    internal static PubSub Of(YamlMappingNode component) => new(
        component.Text("metadata", "name")!,
        component.Texts("scopes"),
        ScopesOf(component, "publishingScopes"),
        ScopesOf(component, "subscriptionScopes"));

    private bool Has(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);

    private static bool Lets(IReadOnlyDictionary<string, string[]> scopes, string appId, string topic) =>
        scopes.Count == 0 || !scopes.TryGetValue(appId, out var topics) || topics.Contains(topic);

    // identity=identity-changes;access=access-dead-letters,another
    private static Dictionary<string, string[]> ScopesOf(YamlMappingNode component, string name) =>
        (component.List("spec", "metadata").FirstOrDefault(entry => entry.Text("name") == name)?.Text("value") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>Who gets a topic, and where.</summary>
/// <param name="PubSubName">The component.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Route">The path that the app is told: <c>routes.default</c>.</param>
/// <param name="DeadLetterTopic">Where what was delivered in vain goes; null: nowhere.</param>
/// <param name="Scopes">The apps; none: all.</param>
public sealed record TopicSubscription(string PubSubName, string Topic, string Route, string? DeadLetterTopic, IReadOnlyList<string> Scopes)
{
    internal static TopicSubscription Of(YamlMappingNode subscription) => new(
        subscription.Text("spec", "pubsubname")!,
        subscription.Text("spec", "topic")!,
        subscription.Text("spec", "routes", "default")!,
        subscription.Text("spec", "deadLetterTopic"),
        subscription.Texts("scopes"));
}
