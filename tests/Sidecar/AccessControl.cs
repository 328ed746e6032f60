using YamlDotNet.RepresentationModel;

namespace OptiId.Sidecar;

/// <summary>
/// Who may call what of one service: <c>accessControl</c> of the callee's Configuration. As daprd holds it for gRPC: operations are whole
/// method paths, told apart by case; <c>/*</c> stands for one more segment, <c>/**</c> for all the rest.
/// </summary>
public sealed class AccessControl
{
    private readonly bool allowedByDefault;
    private readonly Dictionary<string, Policy> policies;

    private AccessControl(bool allowedByDefault, Dictionary<string, Policy> policies) => (this.allowedByDefault, this.policies) = (allowedByDefault, policies);

    internal static AccessControl Of(YamlMappingNode configuration) => new(
        IsAllow(configuration.Text("spec", "accessControl", "defaultAction")),
        configuration.List("spec", "accessControl", "policies").ToDictionary(
            policy => policy.Text("appId")!,
            policy => new Policy(
                IsAllow(policy.Text("defaultAction")),
                [.. policy.List("operations").Select(operation => (operation.Text("name")!, operation.Text("action") == "allow"))])));

    /// <summary>Whether an app may call a method, e.g. <c>/optiid.identity.v1.UsersService/GetUser</c>.</summary>
    public bool Allows(string callerAppId, string method)
    {
        if (!policies.TryGetValue(callerAppId, out var policy))
        {
            return allowedByDefault;
        }

        // The most specific one counts.
        var matching = policy.Operations.Where(operation => Matches(operation.Name, method)).OrderByDescending(operation => Specificity(operation.Name)).ToList();
        return matching.Count > 0 ? matching[0].Allowed : policy.AllowedByDefault;
    }

    // Dapr's default is to allow where nothing is said.
    private static bool IsAllow(string? action) => action != "deny";

    private static bool Matches(string name, string method)
    {
        if (name.EndsWith("/**", StringComparison.Ordinal))
        {
            return method.StartsWith(name[..^2], StringComparison.Ordinal);
        }

        return name.EndsWith("/*", StringComparison.Ordinal)
            ? method.StartsWith(name[..^1], StringComparison.Ordinal) && method.IndexOf('/', name.Length - 1) < 0
            : name == method;
    }

    private static int Specificity(string name) => name.TrimEnd('*').Length * 2 + (name.EndsWith('*') ? 0 : 1);

    private sealed record Policy(bool AllowedByDefault, IReadOnlyList<(string Name, bool Allowed)> Operations);
}
