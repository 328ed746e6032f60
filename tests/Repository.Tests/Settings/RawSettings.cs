using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests.Settings;

/// <summary>A setting that code asks for by its name, without a class.</summary>
/// <param name="Variable">The environment variable.</param>
/// <param name="Services">Who has it; none: every service.</param>
/// <param name="Default">What it is where it isn't set.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record RawSetting(string Variable, string[] Services, string Default, string Meaning);

/// <summary>Those settings: few, and held against the code.</summary>
internal static partial class RawSettings
{
    private static readonly string[] OnTheBus = ["identity", "groups", "tokens", "access"];
    private static readonly string[] WithSchemas = ["scim-gateway", "identity", "groups"];

    public static readonly RawSetting[] All =
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", [], "none", "Where traces and metrics go, by OTLP, e.g. `http://collector:4317`; none are sent without it. OpenTelemetry's other variables (`OTEL_…`) work too."),
        new("DAPR_GRPC_ENDPOINT", [], "none", "The sidecar's gRPC address, where it isn't on loopback."),
        new("DAPR_GRPC_PORT", [], "`50001`", "The sidecar's gRPC port on loopback; Dapr's injector sets it."),
        new("DAPR_API_TOKEN", [], "none", "Shown to the sidecar with each call."),
        new("APP_API_TOKEN", [], "none", "Demanded of whoever calls the service's gRPC port: the sidecar shows it."),
        Callee("tokens", "scim-gateway", "admin-center"),
        Callee("identity", "scim-gateway", "groups", "access", "admin-center"),
        Callee("groups", "scim-gateway", "access", "admin-center"),
        Callee("access", "admin-center"),
        Callee("gateway", "admin-center"),
        new("Events__Dapr", OnTheBus, "none", "The name of Dapr's pub/sub component. Exactly one of this and `Events__RabbitMq` or its file is set."),
        new("Events__RabbitMq", OnTheBus, "none", "The broker of the plain way, e.g. `amqp://user:password@rabbitmq:5672/`."),
        new("Events__RabbitMqFile", OnTheBus, "none", "A file that holds this address, and with it the password; it goes before `Events__RabbitMq`."),
        new("Events__RetentionDays", OnTheBus, "`30`", "How long the change log reaches back, in days. A follower that was away for longer starts from a snapshot."),
        new("OPTIID_SCIM_EXTENSIONS", WithSchemas, "none", "A folder with schema extensions of one's own (`libs/scim/README.md`); the same for all three."),
    ];

    /// <summary>Settings that product code asks for by name and the list doesn't have, and the other way round.</summary>
    public static IEnumerable<string> FindDifferences(IReadOnlyList<SourceFile> files)
    {
        var asked = files.Where(file => file.IsUnder("libs/", "services/") && file.IsProductCode)
            .SelectMany(file => Asked().Matches(file.Text)).Select(match => match.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)).ToHashSet();
        var listed = All.Select(setting => setting.Variable).Where(variable => !variable.StartsWith("Services__", StringComparison.Ordinal)).ToHashSet();
        return asked.Except(listed).Select(name => $"{name} is read, and not listed")
            .Concat(listed.Except(asked).Select(name => $"{name} is listed, and nobody reads it"));
    }

    private static RawSetting Callee(string name, params string[] callers) => new(
        $"Services__{name}", callers, "none, needed",
        $"Where {(name == "gateway" ? "scim-gateway" : name)} is: `http://host:port`, several with commas between them, or `dapr:APP-ID` to call it through the sidecar.");

    // configuration["X"], configuration.GetValue("X", …), and names that are kept in constants whose value looks like an environment variable.
    [GeneratedRegex("""(?:onfiguration\[|\.GetValue(?:<\w+>)?\(|const string \w*Variable = )"([A-Z][A-Za-z_:]+)["]""")]
    private static partial Regex Asked();
}
