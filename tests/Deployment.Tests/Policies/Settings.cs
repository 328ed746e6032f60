using System.Reflection;
using k8s.Models;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Deployment.Tests.Policies;

/// <summary>The variables that the services read.</summary>
internal static class Settings
{
    private static readonly string[] Services = ["access", "gateway", "groups", "identity", "tokens"];
    private static readonly string[] Everywhere = ["DAPR_API_TOKEN", "APP_API_TOKEN", "Store__Connection", "Store__PasswordFile"];

    private static readonly Dictionary<string, Type> Sections = new()
    {
        ["Endpoints"] = typeof(EndpointOptions),
        ["Callers"] = typeof(CallerOptions),
        ["Store"] = typeof(StoreOptions),
        ["Access"] = OptionsOf(typeof(OptiId.Access.Program), "AccessOptions"),
        ["AdminCenter"] = OptionsOf(typeof(AdminCenter.Program), "AdminCenterOptions"),
        ["Gateway"] = OptionsOf(typeof(ScimGateway.Program), "GatewayOptions"),
        ["Groups"] = OptionsOf(typeof(Groups.Program), "GroupsOptions"),
        ["Identity"] = OptionsOf(typeof(Identity.Program), "IdentityOptions"),
        ["Tokens"] = OptionsOf(typeof(Tokens.Program), "TokensOptions"),
    };

    /// <summary>A misspelt setting is a default in disguise.</summary>
    public static IEnumerable<string> FindUnknown(Documents documents) =>
        from service in documents.Services
        from variable in service.Spec.Template.Spec.Containers.SelectMany(container => container.Env ?? [])
        where !IsKnown(variable.Name)
        select $"{service.Name()} is given {variable.Name}, which no service reads";

    private static bool IsKnown(string name) => name.Split("__") switch
    {
        ["DAPR_API_TOKEN" or "APP_API_TOKEN"] => true,
        [var single] => single.StartsWith("OTEL_", StringComparison.Ordinal),
        ["Services", var service] => Services.Contains(service),
        ["Events", "Dapr"] => true,
        [var section, .. var path] => Sections.TryGetValue(section, out var type) && HasProperty(type, path),
        _ => false,
    };

    private static bool HasProperty(Type type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return true;
        }

        if (int.TryParse(path[0], out _))
        {
            return type.IsGenericType && HasProperty(type.GetGenericArguments()[0], path[1..]);
        }

        return type.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance) is { } property && HasProperty(property.PropertyType, path[1..]);
    }

    /// <summary>Each service listens where its sidecar, its probes and its Service look, finds whom it calls by the sidecar, and its store and bus.</summary>
    public static IEnumerable<string> FindMissing(Documents documents) =>
        documents.Services.SelectMany(service => FindMissing(documents, service, ServiceUse.All.Single(use => use.AppId == service.Name())));

    private static IEnumerable<string> FindMissing(Documents documents, V1Deployment service, ServiceUse use)
    {
        var pod = documents.Pods.Single(pod => pod.Owner == use.AppId);
        var values = pod.Environment.ToDictionary(variable => variable.Name, variable => References.ValueOf(documents, variable));
        var ports = service.Spec.Template.Spec.Containers.SelectMany(container => container.Ports ?? []).ToDictionary(port => port.Name, port => port.ContainerPort);

        Dictionary<string, string?> expected = new()
        {
            ["Endpoints__Grpc"] = $"http://127.0.0.1:{pod.Annotation("dapr.io/app-port")}",
            ["Endpoints__Health"] = $"http://0.0.0.0:{ports.GetValueOrDefault("health")}",
        };
        if (ports.TryGetValue("http", out var http))
        {
            expected[use.AppId == "admin-center" ? "AdminCenter__Url" : "Gateway__Url"] = $"http://0.0.0.0:{http}";
        }

        foreach (var callee in use.Callees)
        {
            expected[$"Services__{(callee == "scim-gateway" ? "gateway" : callee)}"] = $"dapr:{callee}";
        }

        if (use.UsesBus)
        {
            expected["Events__Dapr"] = documents.Of<DaprComponent>().FirstOrDefault(component => component.Spec.Type.StartsWith("pubsub.", StringComparison.Ordinal))?.Name();
        }

        foreach (var (name, value) in expected.Where(setting => values.GetValueOrDefault(setting.Key) != setting.Value))
        {
            yield return $"{use.AppId} needs {name}={value}, and has {values.GetValueOrDefault(name) ?? "nothing"}";
        }

        foreach (var name in values.Keys.Where(name => IsOfOthers(name) && !expected.ContainsKey(name)))
        {
            yield return $"{use.AppId} is given {name}, which it has no use for";
        }

        foreach (var name in Everywhere.Where(name => !values.ContainsKey(name)))
        {
            yield return $"{use.AppId} is not given {name}";
        }

        foreach (var variable in pod.Environment.Where(variable => variable.Name.EndsWith("File", StringComparison.Ordinal)))
        {
            if (!pod.Containers.SelectMany(container => container.VolumeMounts ?? []).Any(mount => variable.Value?.StartsWith(mount.MountPath + "/", StringComparison.Ordinal) == true))
            {
                yield return $"{use.AppId}: {variable.Name} is {variable.Value}, where nothing is mounted";
            }
        }
    }

    private static bool IsOfOthers(string name) =>
        name.StartsWith("Services__", StringComparison.Ordinal) || name.StartsWith("Events__", StringComparison.Ordinal);

    private static Type OptionsOf(Type program, string name) => program.Assembly.GetType($"{program.Namespace}.{name}", throwOnError: true)!;
}
