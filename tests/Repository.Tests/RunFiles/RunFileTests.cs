using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests.RunFiles;

using Rule = Func<IReadOnlyList<SourceFile>, IEnumerable<string>>;

/// <summary>The run files keep their rules, and a mistake in one is found.</summary>
public sealed class RunFileTests
{
    private static readonly Dictionary<string, (Rule FindViolations, (string File, string Right, string Wrong)[] Mistakes)> Rules = new()
    {
        ["Known keys only"] = (RunFileRules.FindUnknownKeys,
        [
            ("tye.yaml", "project:", "projekt:"), ("tye.yaml", "components-path:", "componentsPath:"),
            ("dapr.yaml", "appPort:", "app-port:"), ("dapr.yaml", "resourcesPath:", "resourcePath:"),
            ("compose.yaml", "cap_drop:", "capdrop:"), ("compose.yaml", "interval:", "intervall:"), ("compose.yaml", "volumes:\n", "volume:\n"),
        ]),
        ["Every service is started"] = (RunFileRules.FindMissingServices,
        [
            ("tye.yaml", "name: tokens", "name: token"), ("tye.yaml", "services/tokens/OptiId.Tokens.csproj", "services/tokens/Tokens.csproj"),
            ("dapr.yaml", "services/identity", "services/identities"), ("dapr.yaml", "services/identity", "services/access"), ("compose.yaml", "  groups:", "  grups:"),
        ]),
        ["Programs are those that are built"] = (RunFileRules.FindWrongPrograms,
        [
            ("dapr.yaml", "OptiId.Tokens.dll", "OptiId.Token.dll"), ("dapr.yaml", "bin/Release/net10.0/OptiId.Access.dll", "bin/Debug/net10.0/OptiId.Access.dll"),
        ]),
        ["Ports are where everybody thinks"] = (RunFileRules.FindWrongPorts,
        [
            ("tye.yaml", "port: 5102", "port: 5112"), ("tye.yaml", "dapr:scim-gateway", "dapr:gateway"), ("dapr.yaml", "http://127.0.0.1:5104", "http://127.0.0.1:5103"),
            ("dapr.yaml", "http://127.0.0.1:8081\n      AdminCenter__P", "http://127.0.0.1:8080\n      AdminCenter__P"),
            ("compose.yaml", "http://identity:5102", "http://identity:5101"), ("compose.yaml", "http://identity:5102", "http://127.0.0.1:5102"),
        ]),
        ["App ids are those of the manifests"] = (RunFileRules.FindOtherAppIds,
        [
            ("dapr.yaml", "appID: access", "appID: acces"), ("tye.yaml", "name: admin-center", "name: admin"), ("compose.yaml", "  tokens:", "  token:"),
            ("deploy/k8s/base/access/deployment.yaml", "dapr.io/app-id: access", "dapr.io/app-id: optiid-access"),
        ]),
        ["Settings are read by somebody"] = (RunFileRules.FindUnknownSettings,
        [
            ("tye.yaml", "Gateway__PublicBaseUrl", "Gateway__BaseUrl"), ("dapr.yaml", "Events__Dapr", "Events__PubSub"), ("dapr.yaml", "Services__tokens", "Services__token"),
            ("compose.yaml", "Store__PasswordFile", "Store__Passwordfile"), ("compose.yaml", "Callers__SecretFile", "Caller__SecretFile"),
        ]),
        ["Compose locks the services up"] = (RunFileRules.FindUnlocked,
        [
            ("compose.yaml", "read_only: true\n  cap", "read_only: false\n  cap"), ("compose.yaml", "cap_drop: [ALL]\n  sec", "cap_drop: [NET_RAW]\n  sec"),
            ("compose.yaml", "no-new-privileges:true", "seccomp:unconfined"), ("compose.yaml", "127.0.0.1:8080:8080", "8080:8080"),
            ("compose.yaml", "Callers__SecretFile: /run/secrets/callers", "Callers__Secret: abc"),
            ("compose.yaml", "Events__RabbitMqFile: /run/secrets/rabbitmq", "Events__RabbitMq: amqp://optiid:abc@rabbitmq:5672/"),
            ("compose.yaml", "hostname: rabbitmq", "environment: { RABBITMQ_DEFAULT_PASS: abc }"),
        ]),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    public static TheoryData<string, int> Mistakes => [.. from rule in Rules from number in Enumerable.Range(0, rule.Value.Mistakes.Length) select (rule.Key, number)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheRunFiles_KeepTheRule(string rule) => Rules[rule].FindViolations(RepositoryFiles.All).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistake_IsFound(string rule, int number)
    {
        var (file, right, wrong) = Rules[rule].Mistakes[number];
        var text = RepositoryFiles.All.Single(one => one.Path == file).Text;
        text.ShouldContain(right);
        Rules[rule].FindViolations([.. RepositoryFiles.All.Where(one => one.Path != file), new(file, text.Replace(right, wrong, StringComparison.Ordinal))]).ShouldNotBeEmpty();
    }

    [Fact]
    public void AllThree_AreThere() =>
        RepositoryFiles.All.Count(file => file.Path is "tye.yaml" or "dapr.yaml" or "compose.yaml").ShouldBe(3);
}
