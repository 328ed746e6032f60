using k8s.Models;

namespace OptiId.Deployment.Tests.Broken;

/// <summary>Good documents with one thing wrong, and what a policy says of it: shows that the policy can object at all.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Wrong">What is wrong, for the test's name.</param>
/// <param name="Break">Does it.</param>
/// <param name="Complaint">A part of what the policy says.</param>
/// <param name="Rendering">The documents that it is done to.</param>
internal sealed record BrokenSample(string Policy, string Wrong, Action<Documents> Break, string Complaint, string Rendering = "local")
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BrokenSample> All { get; } =
        [.. BrokenContainers.Samples, .. BrokenExposure.Samples, .. BrokenReferences.Samples, .. BrokenNetworks.Samples, .. BrokenSidecars.Samples, .. BrokenEvents.Samples];
}

/// <summary>What samples are made of.</summary>
internal static class Breaking
{
    public static V1PodSpec PodOf(this Documents documents, string owner) => documents.Pods.Single(pod => pod.Owner == owner).Spec;

    public static V1Container ContainerOf(this Documents documents, string owner) => documents.PodOf(owner).Containers[0];

    public static IDictionary<string, string> AnnotationsOf(this Documents documents, string owner) =>
        documents.Pods.Single(pod => pod.Owner == owner).Metadata.Annotations;

    public static V1EnvVar Variable(this Documents documents, string owner, string name) => documents.ContainerOf(owner).Env.Single(variable => variable.Name == name);

    public static void Remove<T>(this Documents documents, string name) where T : class, k8s.IKubernetesObject<V1ObjectMeta> =>
        documents.All.Remove(documents.One<T>(name));
}
