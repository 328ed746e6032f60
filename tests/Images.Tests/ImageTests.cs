using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>Each service's image.</summary>
[Collection("images")]
public sealed class ImageTests(BuiltImages images)
{
    public static TheoryData<string> Services => [.. BuiltImages.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task AnImage_IsSmall_RunsAsAUserOfItsOwn_AndSaysWhatItIs(string service)
    {
        images.SkipIfMissing();
        using var answer = JsonDocument.Parse(await Docker.RunAsync("image", "inspect", images.NameOf(service)));
        var revision = await Docker.ExecuteAsync("git", ["rev-parse", "HEAD"]);
        ImageRules.FindProblems(answer.RootElement[0], revision).ShouldBeEmpty();
    }

    [Fact]
    public async Task BuiltAgainFromTheSameSource_AnImageHasTheSameFiles()
    {
        images.SkipIfMissing();
        var again = "optiid-test/again:1";
        await Docker.RunAsync(
            "build", "--quiet", "--no-cache", "--file", "deploy/docker/Dockerfile", "--tag", again, "--build-arg", $"RUNTIME={images.Runtime}",
            "--build-arg", "SERVICE=tokens", "artifacts/images/files");
        (await LayersAsync(again)).ShouldBe(await LayersAsync(images.NameOf("tokens")));
        await Docker.RunAsync("image", "rm", again);
    }

    // What leaves assemblies out of an image would change switches too: an image would do other than what was tested.
    [Theory]
    [MemberData(nameof(Services))]
    public void TheSwitchesOfDotNet_AreThoseOfTheTestedBuild(string service)
    {
        images.SkipIfMissing();
        var project = Directory.GetFiles(Path.Combine(Docker.Root, "services", service), "*.csproj").ShouldHaveSingleItem();
        var file = Path.GetFileNameWithoutExtension(project) + ".runtimeconfig.json";
        SwitchesIn(Path.Combine(Docker.Root, "artifacts/images/files", service, "app", file))
            .ShouldBe(SwitchesIn(Path.Combine(Docker.Root, "services", service, "bin/Release/net10.0", file)));
    }

    private static string SwitchesIn(string file) => JsonNode.Parse(File.ReadAllText(file))!["runtimeOptions"]!["configProperties"]!.ToJsonString();

    private static Task<string> LayersAsync(string image) => Docker.RunAsync("image", "inspect", "--format", "{{json .RootFS.Layers}}", image);
}
