using k8s;
using k8s.Models;

namespace OptiId.Deployment.Tests;

/// <summary>A rendering's documents, read strictly: a field that a kind doesn't have is an error.</summary>
internal sealed class Documents
{
    private static readonly Dictionary<string, Type> DaprTypes = new()
    {
        ["dapr.io/v1alpha1/Component"] = typeof(DaprComponent),
        ["dapr.io/v1alpha1/Configuration"] = typeof(DaprConfiguration),
        ["dapr.io/v1alpha1/Resiliency"] = typeof(DaprResiliency),
        ["dapr.io/v2alpha1/Subscription"] = typeof(DaprSubscription),
    };

    private Documents(List<IKubernetesObject<V1ObjectMeta>> all) => All = all;

    /// <summary>All of them; tests take away and add.</summary>
    public List<IKubernetesObject<V1ObjectMeta>> All { get; }

    /// <summary>The six services.</summary>
    public IEnumerable<V1Deployment> Services => Of<V1Deployment>()
        .Where(deployment => deployment.GetLabel("app.kubernetes.io/component") == "service");

    /// <summary>Every pod that the documents lead to.</summary>
    public IEnumerable<Pod> Pods =>
        Of<V1Deployment>().Select(owner => new Pod(owner.Name(), owner.Spec.Template.Metadata, owner.Spec.Template.Spec))
            .Concat(Of<V1StatefulSet>().Select(owner => new Pod(owner.Name(), owner.Spec.Template.Metadata, owner.Spec.Template.Spec)))
            .Concat(Of<V1CronJob>().Select(owner =>
                new Pod(owner.Name(), owner.Spec.JobTemplate.Spec.Template.Metadata, owner.Spec.JobTemplate.Spec.Template.Spec)));

    /// <summary>Reads YAML of one or more documents.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">It isn't YAML, or has a field that its kind hasn't.</exception>
    public static Documents Parse(string yaml) =>
        new([.. KubernetesYaml.LoadAllFromString(yaml, DaprTypes, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    /// <summary>The type that a kind is read into; null where there is none.</summary>
    public static Type? TypeOf(string apiVersion, string kind) =>
        DaprTypes.GetValueOrDefault($"{apiVersion}/{kind}") ?? ModelTypes.GetValueOrDefault($"{apiVersion}/{kind}");

    public IEnumerable<T> Of<T>() => All.OfType<T>();

    public T One<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => Of<T>().Single(document => document.Name() == name);

    public T? Find<T>(string name) where T : class, IKubernetesObject<V1ObjectMeta> => Of<T>().FirstOrDefault(document => document.Name() == name);

    private static readonly Dictionary<string, Type> ModelTypes = typeof(V1Pod).Assembly.GetTypes()
        .Select(type => (type, (KubernetesEntityAttribute?)Attribute.GetCustomAttribute(type, typeof(KubernetesEntityAttribute))))
        .Where(entry => entry.Item2 is not null)
        .GroupBy(entry => $"{(entry.Item2!.Group.Length == 0 ? "" : entry.Item2.Group + "/")}{entry.Item2.ApiVersion}/{entry.Item2.Kind}")
        .ToDictionary(group => group.Key, group => group.First().type);
}

/// <summary>A pod as something makes it.</summary>
/// <param name="Owner">The Deployment's, StatefulSet's or CronJob's name.</param>
/// <param name="Metadata">Labels and annotations.</param>
/// <param name="Spec">Its containers.</param>
internal sealed record Pod(string Owner, V1ObjectMeta Metadata, V1PodSpec Spec)
{
    public IEnumerable<V1Container> Containers => Spec.Containers.Concat(Spec.InitContainers ?? []);

    public IEnumerable<V1EnvVar> Environment => Containers.SelectMany(container => container.Env ?? []);

    public string? Annotation(string name) => Metadata.Annotations?.TryGetValue(name, out var value) == true ? value : null;

    /// <summary>Whether a selector of labels means it; an empty one means every pod.</summary>
    public bool IsMeantBy(V1LabelSelector? selector) =>
        (selector?.MatchLabels ?? new Dictionary<string, string>()).All(label => LabelOf(label.Key) == label.Value)
        && (selector?.MatchExpressions ?? []).All(expression => expression.OperatorProperty switch
        {
            "In" => LabelOf(expression.Key) is { } value && expression.Values.Contains(value),
            "NotIn" => LabelOf(expression.Key) is not { } value || !expression.Values.Contains(value),
            "Exists" => LabelOf(expression.Key) is not null,
            "DoesNotExist" => LabelOf(expression.Key) is null,
            _ => throw new NotSupportedException($"The operator {expression.OperatorProperty}."),
        });

    private string? LabelOf(string name) => Metadata.Labels?.TryGetValue(name, out var value) == true ? value : null;
}
