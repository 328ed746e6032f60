using System.Text.RegularExpressions;
using OptiId.Testing;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>What needs the images, one after the other.</summary>
[CollectionDefinition("images")]
public sealed class NeedsImages : ICollectionFixture<BuiltImages>;

/// <summary>The images, built once for all tests; on the base image of the Dockerfile where it can be had, else on one made of this machine's libraries.</summary>
public sealed partial class BuiltImages : IAsyncLifetime
{
    private const string Prefix = "optiid-test";
    private const string RedisImage = $"{Prefix}/redis:1";
    private const string RabbitMqImage = $"{Prefix}/rabbitmq:1";
    private const string RabbitMqFolder = "/usr/lib/rabbitmq";
    private const string RuntimeByHand = $"{Prefix}/runtime-deps:1";

    /// <summary>The six services.</summary>
    internal static readonly string[] Services = ["access", "admin-center", "groups", "identity", "scim-gateway", "tokens"];

    private bool isMissing;

    /// <summary>The tag that they have.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>The name of a service's image.</summary>
    public string NameOf(string service) => $"{Prefix}/{service}:{Tag}";

    /// <summary>The base image that they stand on.</summary>
    public string Runtime { get; private set; } = "";

    /// <summary>Skips the running test where no engine answers.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(isMissing, "No container engine answers.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (isMissing = !await ContainerEngine.AnswersAsync())
        {
            TestEnvironment.Say("SKIPPED: no container engine answers, no image is built");
            return;
        }

        await MakeServersAsync();
        Runtime = await FindRuntimeAsync();
        TestEnvironment.Say($"images on {Runtime}");
        var output = await Docker.ExecuteAsync(Script("images"), [], ("RUNTIME", Runtime), ("IMAGE_PREFIX", Prefix));
        Tag = output.Split('\n')[^1];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var service in Tag.Length == 0 ? [] : Services)
        {
            await Docker.RunAsync("image", "rm", "--force", NameOf(service));
        }
    }

    // Of the packages of this machine, where none are given.
    private static async Task MakeServersAsync()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPTIID_TEST_REDIS_IMAGE")) && TestEnvironment.FindProgram("redis-server") is not null)
        {
            await Docker.ExecuteAsync(Script("base-image"), [RedisImage, "redis-server", "redis-cli"]);
            Environment.SetEnvironmentVariable("OPTIID_TEST_REDIS_IMAGE", RedisImage);
        }

        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPTIID_TEST_RABBITMQ_IMAGE")) && Directory.Exists(RabbitMqFolder) && TestEnvironment.FindProgram("erl") is not null)
        {
            string[] shell = ["sh", "basename", "dirname", "expr", "readlink", "realpath", "which", "erl"];
            await Docker.ExecuteAsync(Script("base-image"), [RabbitMqImage, .. shell, "/usr/lib/erlang", RabbitMqFolder], ("COMMAND", $"{RabbitMqFolder}/bin/rabbitmq-server"));
            Environment.SetEnvironmentVariable("OPTIID_TEST_RABBITMQ_IMAGE", RabbitMqImage);
        }
    }

    private static async Task<string> FindRuntimeAsync()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(Docker.Root, "deploy/docker/Dockerfile"));
        var usual = Runtimes().Match(dockerfile).Groups[1].Value;
        try
        {
            await Docker.RunAsync("pull", "--quiet", usual);
            return usual;
        }
        catch (InvalidOperationException)
        {
            await Docker.ExecuteAsync(Script("base-image"), [RuntimeByHand]);
            return RuntimeByHand;
        }
    }

    private static string Script(string name) => Path.Combine(Docker.Root, "scripts", name);

    [GeneratedRegex("^ARG RUNTIME=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Runtimes();
}
