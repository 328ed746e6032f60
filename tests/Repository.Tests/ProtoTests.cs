using System.Formats.Tar;
using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests;

/// <summary>
/// buf holds the protos to its style and to what was released: during a rolling upgrade services of two releases talk to each other. Its package
/// comes from npm, by the lock file in tools/buf.
/// </summary>
public sealed class ProtoTests : IAsyncLifetime
{
    private static readonly string Root = RepositoryFiles.Root;
    private static readonly string Tool = Path.Combine(Root, "tools", "buf");
    private static readonly string Buf = Path.Combine(Tool, "node_modules", ".bin", "buf");

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Buf))
        {
            return;
        }

        var (code, output) = await Command.RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], Tool);
        if (code != 0)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "buf can't be had without npm.");
            throw new InvalidOperationException($"buf can't be had: {output}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task TheProtos_KeepTheStyle() => (await Command.RunAsync(Buf, ["lint"], Root)).ShouldBe((0, ""));

    [Fact]
    public async Task TheProtos_AreUnderstoodByTheLastRelease_AndUnderstandIt() =>
        (await Command.RunAsync(Buf, ["breaking", "--against", "protos/released.binpb"], Root)).ShouldBe((0, ""));

    [Fact]
    public async Task TheReleasedProtos_AreThoseOfTheReleasedCommit()
    {
        var commit = (await File.ReadAllTextAsync(Path.Combine(Root, "protos", "released.commit"), TestContext.Current.CancellationToken)).Trim();
        var (known, _) = await Command.RunAsync("git", ["cat-file", "-e", commit], Root);
        Assert.SkipUnless(known == 0, "The history here doesn't reach back to the last release.");
        var folder = Directory.CreateTempSubdirectory("optiid-released-");
        try
        {
            var archive = Path.Combine(folder.FullName, "protos.tar");
            (await Command.RunAsync("git", ["archive", "--output", archive, commit, "protos", "buf.yaml"], Root)).ExitCode.ShouldBe(0);
            await TarFile.ExtractToDirectoryAsync(archive, folder.FullName, overwriteFiles: false, TestContext.Current.CancellationToken);
            var built = Path.Combine(folder.FullName, "built.binpb");
            (await Command.RunAsync(Buf, ["build", "--exclude-source-info", "-o", built], folder.FullName)).ShouldBe((0, ""));
            (await File.ReadAllBytesAsync(built, TestContext.Current.CancellationToken))
                .ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Root, "protos", "released.binpb"), TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("string user_name = 2;", "string user_name = 99;")]
    [InlineData("rpc GetUser(", "rpc FetchUser(")]
    [InlineData("uint32 tenure = ", "string tenure = ")]
    [InlineData("rpc ProvisionUser(ProvisionUserRequest) returns (ProvisionUserResponse) { option idempotency_level = IDEMPOTENT; }", "rpc ProvisionUser(ProvisionUserRequest) returns (ProvisionUserResponse);")]
    public async Task AChangeThatTheOtherReleaseDoesntUnderstand_IsFound(string before, string after)
    {
        var copy = Directory.CreateTempSubdirectory("optiid-protos-");
        try
        {
            var changed = 0;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "protos"), "*.proto", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy.FullName, Path.GetRelativePath(Path.Combine(Root, "protos"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
                changed += text.Contains(before, StringComparison.Ordinal) ? 1 : 0;
                await File.WriteAllTextAsync(target, text.Replace(before, after, StringComparison.Ordinal), TestContext.Current.CancellationToken);
            }

            changed.ShouldBeGreaterThan(0, "There is nothing of the kind to change any more.");
            var rules = (await File.ReadAllTextAsync(Path.Combine(Root, "buf.yaml"), TestContext.Current.CancellationToken))
                .Replace("- path: protos", "- path: .", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(copy.FullName, "buf.yaml"), rules, TestContext.Current.CancellationToken);
            var (code, output) = await Command.RunAsync(Buf, ["breaking", "--against", Path.Combine(Root, "protos", "released.binpb")], copy.FullName);
            code.ShouldBe(100, output);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
