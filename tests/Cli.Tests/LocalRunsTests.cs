using System.Diagnostics;
using OptiId.LocalRunFile;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class LocalRunsTests : IDisposable
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), $"optiid-runs-{Guid.NewGuid():N}");

    private LocalRuns Runs => new(directory);

    public static LocalRun NewRun(int port, int? pid = null) => new()
    {
        Pid = pid ?? Environment.ProcessId,
        ScimBaseUrl = new($"http://127.0.0.1:{port}/scim/v2"),
        Tokens = new("http://127.0.0.1:9001"),
        Identity = new("http://127.0.0.1:9002"),
        Groups = new("http://127.0.0.1:9003"),
        Access = new("http://127.0.0.1:9004"),
        Gateway = new("http://127.0.0.1:9005"),
        Admin = new("http://127.0.0.1:9006"),
        CallerSecret = "run's secret",
        DataDirectory = "/tmp/data",
    };

    [Fact]
    public void ARunThatWasWritten_IsFoundByItsPort()
    {
        Runs.Write(NewRun(9090));
        Runs.Write(NewRun(8080));
        Runs.Find(8080).ShouldBe(NewRun(8080));
        Runs.FindAll().ShouldBe([NewRun(8080), NewRun(9090)]);
        Runs.Find(1).ShouldBeNull();
    }

    [Fact]
    public void WithoutADirectory_NoRunIsFound() => Runs.FindAll().ShouldBeEmpty();

    [Fact]
    public void TheFile_HasTheAgreedNames_AndIsTheUsersAlone()
    {
        var path = Runs.Write(NewRun(8080));
        Path.GetFileName(path).ShouldBe("8080.json");
        var text = File.ReadAllText(path);
        foreach (var name in new[] { "pid", "scimBaseUrl", "tokens", "identity", "groups", "access", "gateway", "callerSecret", "dataDirectory" })
        {
            text.ShouldContain($"\"{name}\":");
        }

        text.ShouldContain("\"scimBaseUrl\": \"http://127.0.0.1:8080/scim/v2\"");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.GetFiles(directory).ShouldBe([path]);
    }

    [Fact]
    public void ADeadProcesssRun_IsNotFound()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        var pid = process.Id;
        process.WaitForExit();
        Runs.Write(NewRun(8080, pid));
        Runs.Find(8080).ShouldBeNull();
        Runs.FindAll().ShouldBeEmpty();
    }

    [Fact]
    public void AProcessThatTookTheNumberLater_IsNotTheRun()
    {
        var path = Runs.Write(NewRun(8080));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        Runs.Find(8080).ShouldBeNull();
    }

    [Fact]
    public void AnUnreadableFile_HidesNoOther()
    {
        Runs.Write(NewRun(8080));
        File.WriteAllText(Path.Combine(directory, "9.json"), "{");
        File.WriteAllText(Path.Combine(directory, "10.json"), "{}");
        Runs.FindAll().ShouldBe([NewRun(8080)]);
    }

    [Fact]
    public void ARunRemovesItsOwnFileOnly()
    {
        var path = Runs.Write(NewRun(8080));
        Runs.Remove(NewRun(8080, pid: 1));
        File.Exists(path).ShouldBeTrue();
        Runs.Remove(NewRun(8080));
        File.Exists(path).ShouldBeFalse();
        Runs.Remove(NewRun(8080));
    }

    [Fact]
    public void ARun_IsNeverPrintedWithItsSecret() => $"{NewRun(8080)}".ShouldNotContain("secret");

    public void Dispose()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
