using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace OptiId.Deployment.Tests;

/// <summary>
/// What the strict reader doesn't see: fields that must be there, and texts that YAML takes for numbers, which the API server refuses
/// (<c>dapr.io/app-port: 5102</c> without quotes). Looks at the YAML beside the types that it is read into.
/// </summary>
internal static partial class Shape
{
    private static readonly Dictionary<Type, string[]> Required = new()
    {
        [typeof(V1ObjectMeta)] = [],
        [typeof(V1Deployment)] = ["metadata", "spec"],
        [typeof(V1DeploymentSpec)] = ["selector", "template"],
        [typeof(V1StatefulSetSpec)] = ["selector", "serviceName", "template", "volumeClaimTemplates"],
        [typeof(V1CronJobSpec)] = ["schedule", "jobTemplate", "concurrencyPolicy", "startingDeadlineSeconds"],
        [typeof(V1JobTemplateSpec)] = ["spec"],
        [typeof(V1JobSpec)] = ["template", "activeDeadlineSeconds"],
        [typeof(V1PodTemplateSpec)] = ["metadata", "spec"],
        [typeof(V1PodSpec)] = ["containers", "serviceAccountName", "securityContext"],
        [typeof(V1Container)] = ["name", "image"],
        [typeof(V1ContainerPort)] = ["containerPort", "name"],
        [typeof(V1EnvVar)] = ["name"],
        [typeof(V1SecretKeySelector)] = ["name", "key"],
        [typeof(V1ConfigMapKeySelector)] = ["name", "key"],
        [typeof(V1KeyToPath)] = ["key", "path"],
        [typeof(V1Volume)] = ["name"],
        [typeof(V1VolumeMount)] = ["name", "mountPath"],
        [typeof(V1SecretVolumeSource)] = ["secretName"],
        [typeof(V1ConfigMapVolumeSource)] = ["name"],
        [typeof(V1PersistentVolumeClaimVolumeSource)] = ["claimName"],
        [typeof(V1PersistentVolumeClaimSpec)] = ["accessModes", "resources"],
        [typeof(V1HTTPGetAction)] = ["path", "port"],
        [typeof(V1TCPSocketAction)] = ["port"],
        [typeof(V1ExecAction)] = ["command"],
        [typeof(V1SleepAction)] = ["seconds"],
        [typeof(V1SeccompProfile)] = ["type"],
        [typeof(V1TopologySpreadConstraint)] = ["maxSkew", "topologyKey", "whenUnsatisfiable", "labelSelector"],
        [typeof(V1LabelSelectorRequirement)] = ["key", "operator"],
        [typeof(V1ServiceSpec)] = ["selector", "ports"],
        [typeof(V1ServicePort)] = ["name", "port", "targetPort"],
        [typeof(V1IngressSpec)] = ["ingressClassName", "rules"],
        [typeof(V1IngressRule)] = ["host", "http"],
        [typeof(V1HTTPIngressRuleValue)] = ["paths"],
        [typeof(V1HTTPIngressPath)] = ["path", "pathType", "backend"],
        [typeof(V1IngressServiceBackend)] = ["name", "port"],
        [typeof(V1IngressTLS)] = ["hosts", "secretName"],
        [typeof(V1NetworkPolicySpec)] = ["podSelector", "policyTypes"],
        [typeof(V1NetworkPolicyPort)] = ["protocol", "port"],
        [typeof(V1IPBlock)] = ["cidr"],
        [typeof(V1PodDisruptionBudgetSpec)] = ["selector"],
        [typeof(V2HorizontalPodAutoscalerSpec)] = ["scaleTargetRef", "minReplicas", "maxReplicas", "metrics"],
        [typeof(V2CrossVersionObjectReference)] = ["apiVersion", "kind", "name"],
        [typeof(V2MetricSpec)] = ["type"],
        [typeof(V2ContainerResourceMetricSource)] = ["name", "container", "target"],
        [typeof(V2MetricTarget)] = ["type"],
        [typeof(DaprComponent)] = ["metadata", "spec"],
        [typeof(ComponentSpec)] = ["type", "version", "metadata"],
        [typeof(ComponentMetadata)] = ["name"],
        [typeof(DaprSecretKey)] = ["name", "key"],
        [typeof(ComponentAuth)] = ["secretStore"],
        [typeof(SubscriptionSpec)] = ["pubsubname", "topic", "routes"],
        [typeof(SubscriptionRule)] = ["match", "path"],
        [typeof(ResiliencySpec)] = ["policies", "targets"],
        [typeof(DaprConfiguration)] = ["metadata", "spec"],
        [typeof(CallerPolicy)] = ["appId"],
        [typeof(Operation)] = ["name", "action"],
        [typeof(ApiRule)] = ["name", "version", "protocol"],
        [typeof(SecretScope)] = ["storeName"],
        [typeof(MetricsSettings)] = ["enabled"],
        [typeof(TracingSettings)] = ["samplingRate"],
        [typeof(OtelSettings)] = ["endpointAddress", "isSecure", "protocol"],
    };

    /// <summary>What is wrong with documents that the strict reader takes.</summary>
    public static IEnumerable<string> Problems(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().SelectMany(Problems);
    }

    private static IEnumerable<string> Problems(YamlMappingNode document)
    {
        string Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) ? value.ToString() : "";
        var (version, kind) = (Text(document, "apiVersion"), Text(document, "kind"));
        var name = document.Children.TryGetValue("metadata", out var metadata) && metadata is YamlMappingNode mapping ? Text(mapping, "name") : "";
        if (name.Length == 0)
        {
            yield return $"a {kind} without a name";
        }

        if (Documents.TypeOf(version, kind) is not { } type)
        {
            yield return $"there is no kind {version} {kind}";
            yield break;
        }

        foreach (var problem in Problems(document, type, $"{kind} {name}"))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Problems(YamlNode node, Type type, string where) => node switch
    {
        YamlMappingNode mapping when ItemOf(type, typeof(IDictionary<,>), 1) is { } item =>
            mapping.Children.SelectMany(child => Problems(child.Value, item, $"{where}.{child.Key}")),
        YamlMappingNode mapping => ProblemsOfObject(mapping, type, where),
        YamlSequenceNode sequence when ItemOf(type, typeof(IList<>), 0) is { } item =>
            sequence.Children.SelectMany((child, index) => Problems(child, item, $"{where}[{index}]")),
        YamlSequenceNode => [$"{where} is a list"],
        YamlScalarNode scalar => ProblemsOfScalar(scalar, type, where),
        _ => [],
    };

    private static IEnumerable<string> ProblemsOfObject(YamlMappingNode mapping, Type type, string where)
    {
        var properties = PropertiesOf(type);
        if (properties.Count == 0)
        {
            return [$"{where} is an object"];
        }

        return (Required.GetValueOrDefault(type) ?? []).Where(name => !mapping.Children.ContainsKey(name)).Select(name => $"{where} has no {name}")
            .Concat(mapping.Children.SelectMany(child => properties.TryGetValue(child.Key.ToString(), out var property)
                ? Problems(child.Value, property, $"{where}.{child.Key}")
                : [$"{where} has a {child.Key}, which it can't have"]));
    }

    private static IEnumerable<string> ProblemsOfScalar(YamlScalarNode scalar, Type type, string where)
    {
        var value = scalar.Value ?? "";
        var isText = scalar.Style != ScalarStyle.Plain || !LooksLikeSomethingElse().IsMatch(value);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) && !isText)
        {
            yield return $"{where} is a text, and {value} without quotes isn't one";
        }
        else if (type == typeof(bool) && (scalar.Style != ScalarStyle.Plain || value is not ("true" or "false")))
        {
            yield return $"{where} is true or false, not {value}";
        }
        else if ((type == typeof(int) || type == typeof(long)) && (scalar.Style != ScalarStyle.Plain || !long.TryParse(value, out _)))
        {
            yield return $"{where} is a number, not {value}";
        }
        else if (typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string) && type != typeof(byte[]))
        {
            yield return $"{where} is a list or a map, not {value}";
        }
    }

    private static Type? ItemOf(Type type, Type generic, int argument) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;

    // As the reader names them: Kubernetes' types by their JSON names, Dapr's in camel case unless they say otherwise.
    private static Dictionary<string, Type> PropertiesOf(Type type) => type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? [] :
        type.GetProperties().Where(property => property.GetIndexParameters().Length == 0).ToDictionary(
            property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.GetCustomAttribute<YamlMemberAttribute>()?.Alias
                ?? char.ToLowerInvariant(property.Name[0]) + property.Name[1..],
            property => property.PropertyType);

    [GeneratedRegex(@"^(~|null|true|false|yes|no|on|off|[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+|0x[0-9a-fA-F]+|0o?[0-7]+|\.inf|\.nan)?$", RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeSomethingElse();
}
