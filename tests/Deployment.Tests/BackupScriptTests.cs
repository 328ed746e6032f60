using System.Diagnostics;
using System.Globalization;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Deployment.Tests;

/// <summary>The backup's script against a real Redis, as the CronJob runs it.</summary>
public sealed class BackupScriptTests : IDisposable
{
    private const string Missing = "redis-cli and redis-check-rdb are not installed: Debian's package redis-tools";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ABackup_IsAStoreThatStarts()
    {
        RequireTools();
        await using var redis = await RedisServer.StartAsync();
        await using (var connection = await ConnectionMultiplexer.ConnectAsync(redis.Connection))
        {
            await connection.GetDatabase().StringSetAsync("identity:{p017}:user", "Ann");
            await connection.GetDatabase().HashSetAsync("identity:{p017}:log", "1", "added");
        }

        var (code, output) = await RunAsync(redis.Connection);

        code.ShouldBe(0, output);
        var saved = Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
        Path.GetFileName(saved).ShouldMatch(@"^\d{8}T\d{6}Z_127\.0\.0\.1_\d+\.rdb$");
        await using var restored = await RestoredStore.StartAsync(saved);
        ((string?)await restored.Database.StringGetAsync("identity:{p017}:user")).ShouldBe("Ann");
        ((string?)await restored.Database.HashGetAsync("identity:{p017}:log", "1")).ShouldBe("added");
    }

    [Fact]
    public async Task OldBackups_GoWhenNewOnesAreThere()
    {
        RequireTools();
        var (old, recent, other) = (Old("old.rdb", days: 5), Old("recent.rdb", days: 1), Old("notes.txt", days: 50));
        await using var redis = await RedisServer.StartAsync();

        (await RunAsync(redis.Connection)).Code.ShouldBe(0);

        File.Exists(old).ShouldBeFalse();
        File.Exists(recent).ShouldBeTrue();
        File.Exists(other).ShouldBeTrue();
    }

    [Fact]
    public async Task ANodeThatIsAway_FailsTheJob_TheOthersAreSaved_AndNothingOldGoes()
    {
        RequireTools();
        var old = Old("old.rdb", days: 50);
        await using var redis = await RedisServer.StartAsync();

        var (code, output) = await RunAsync($"127.0.0.1:1 {redis.Connection}");

        code.ShouldBe(1);
        output.ShouldContain("127.0.0.1:1 could not be saved");
        File.Exists(old).ShouldBeTrue();
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldContain(name => name!.Contains("127.0.0.1", StringComparison.Ordinal) && name.EndsWith(".rdb", StringComparison.Ordinal));
        Directory.GetFiles(folder.Path, "*.part").ShouldBeEmpty();
        Directory.GetFiles(folder.Path, "*.check").ShouldBeEmpty();
    }

    private string Old(string name, int days)
    {
        var file = Path.Combine(folder.Path, name);
        File.WriteAllText(file, "");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-days).AddHours(-1));
        return file;
    }

    private static void RequireTools()
    {
        if (TestEnvironment.FindProgram("redis-cli") is not null && TestEnvironment.FindProgram("redis-check-rdb") is not null && TestEnvironment.FindProgram("redis-server") is not null)
        {
            return;
        }

        if (TestEnvironment.IsContinuousIntegration)
        {
            throw new MissingServerException(Missing);
        }

        Assert.Skip(Missing);
    }

    private async Task<(int Code, string Output)> RunAsync(string nodes)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(Manifests.Folder, "components", "backup", "backup.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDIS_NODES"] = nodes;
        start.Environment["BACKUP_FOLDER"] = folder.Path;
        start.Environment["KEEP_DAYS"] = "3";
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, output + await errors);
    }

    /// <summary>A Redis that starts from a file.</summary>
    private sealed class RestoredStore : IAsyncDisposable
    {
        private readonly Process server;
        private readonly ConnectionMultiplexer connection;

        private RestoredStore(Process server, ConnectionMultiplexer connection) => (this.server, this.connection) = (server, connection);

        public IDatabase Database => connection.GetDatabase();

        public static async Task<RestoredStore> StartAsync(string file)
        {
            var port = FreePorts.Find().ToString(CultureInfo.InvariantCulture);
            string[] settings = ["--bind", "127.0.0.1", "--port", port, "--dir", Path.GetDirectoryName(file)!, "--dbfilename", Path.GetFileName(file), "--save", "", "--appendonly", "no"];
            var server = Process.Start(new ProcessStartInfo(TestEnvironment.FindProgram("redis-server")!, settings) { RedirectStandardOutput = true })!;
            server.BeginOutputReadLine();
            // It may not listen yet; the connection goes on trying.
            var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},abortConnect=false");
            await Eventually.HoldsAsync(() => Task.FromResult(connection.IsConnected));
            return new(server, connection);
        }

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }
}
