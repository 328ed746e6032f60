using System.Text;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OptiId.Deployment.Tests.Policies;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>The real services take the variables that their Deployments give them.</summary>
public sealed class ServiceSettingsTests : IDisposable
{
    private static readonly Dictionary<string, Func<string[], Action<WebApplicationBuilder>?, WebApplication>> Services = new()
    {
        ["access"] = OptiId.Access.Program.Build,
        ["admin-center"] = AdminCenter.Program.Build,
        ["groups"] = Groups.Program.Build,
        ["identity"] = Identity.Program.Build,
        ["scim-gateway"] = ScimGateway.Program.Build,
        ["tokens"] = Tokens.Program.Build,
    };

    private readonly TemporaryDirectory secrets = new();

    public static TheoryData<string> Names => [.. Services.Keys];

    public void Dispose() => secrets.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void AService_IsBuiltOfThem(string service)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        Should.NotThrow(() => Build(service, SettingsOf(service, "local")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AService_IsBuiltOfThose_OfProduction(string service)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        Should.NotThrow(() => Build(service, SettingsOf(service, "production")));
    }

    /// <summary>An option that its reader doesn't know is refused by it.</summary>
    [Theory]
    [InlineData("local", "redis:6379", "")]
    [InlineData("production", "sentinel-1.redis.example.com:26379", "optiid")]
    public void TheStoresAddress_IsOneThatItsClientReads(string rendering, string first, string watched)
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var options = ConfigurationOptions.Parse(SettingsOf("identity", rendering)["Store:Connection"]!);
        options.EndPoints[0].ToString().ShouldEndWith(first);
        (options.ServiceName ?? "").ShouldBe(watched);
        options.Password.ShouldBeNull();
    }

    [Fact]
    public void AValueThatItCantTake_IsRefused()
    {
        Assert.SkipUnless(Manifests.CanRender, "kubectl is not installed");
        var settings = SettingsOf("identity", "local");
        settings["Store:TimeoutMilliseconds"] = "5";
        Should.Throw<OptionsValidationException>(() => Build("identity", settings));
    }

    // The options that a service checks when it starts; nothing is started and nobody is called.
    private static void Build(string service, Dictionary<string, string?> settings)
    {
        var app = Services[service]([], builder => builder.Configuration.AddInMemoryCollection(settings));
        using (app as IDisposable)
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
    }

    private Dictionary<string, string?> SettingsOf(string service, string rendering)
    {
        var documents = Documents.Parse(Manifests.Render(rendering));
        var pod = documents.Pods.Single(pod => pod.Owner == service);
        return pod.Environment.ToDictionary<V1EnvVar, string, string?>(
            variable => variable.Name.Replace("__", ":", StringComparison.Ordinal),
            variable => variable.Name.EndsWith("File", StringComparison.Ordinal)
                ? SecretFile()
                : References.ValueOf(documents, variable) ?? SecretOf(documents, variable.ValueFrom.SecretKeyRef));
    }

    private string SecretFile()
    {
        var file = Path.Combine(secrets.Path, Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, "of-a-file");
        return file;
    }

    private static string SecretOf(Documents documents, V1SecretKeySelector secret) =>
        documents.Find<V1Secret>(secret.Name) is { } made ? Encoding.UTF8.GetString(made.Data[secret.Key]) : "made by the operator, of 32 characters or more";
}
