using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests.Monitoring;

/// <summary>
/// Each alert fires when it should, and all are silent while all is well: Prometheus' own promtool plays <c>deploy/monitoring/alerts.test.yaml</c>.
/// </summary>
public sealed class AlertTests
{
    private static readonly string Alerts = Read("alerts.yaml");
    private static readonly string Samples = Read("alerts.test.yaml");

    [Fact]
    public void EachAlert_IsAmongTheSamples() =>
        MonitoringRules.Names(Alerts).Where(name => !Samples.Contains($"alertname=\"{name}\"", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public async Task EachAlert_FiresWhenItShould_AndNoneWhileAllIsWell()
    {
        var (code, output) = await TestAsync(Alerts);
        code.ShouldBe(0, output);
    }

    [Theory]
    [InlineData("> 0.02 * sum(rate(optiid_scim", "> 0.2 * sum(rate(optiid_scim")]
    [InlineData("min by (job, optiid_source) (optiid_events_follower_age_seconds)", "max by (job, optiid_source) (optiid_events_follower_age_seconds)")]
    [InlineData("backlog_age_seconds) > 60", "backlog_age_seconds) > 6000")]
    [InlineData("> 3 * 3600", "> 30 * 3600")]
    [InlineData("histogram_quantile(0.95", "histogram_quantil(0.95")]
    public async Task AChangedAlert_IsFound(string right, string wrong)
    {
        Alerts.ShouldContain(right);
        var (code, output) = await TestAsync(Alerts.Replace(right, wrong, StringComparison.Ordinal));
        code.ShouldBe(1, output);
    }

    /// <summary>Plays the samples against some alerts.</summary>
    /// <returns>promtool's exit code, 1 where a sample doesn't come out as it should, and what it says.</returns>
    private static async Task<(int ExitCode, string Output)> TestAsync(string alerts)
    {
        var folder = Directory.CreateTempSubdirectory("optiid-alerts-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), alerts, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.test.yaml"), Samples, TestContext.Current.CancellationToken);
            var result = await Command.RunAsync("promtool", ["test", "rules", "alerts.test.yaml"], folder.FullName);
            Assert.SkipWhen(result.ExitCode == Command.Missing, "No promtool. Install Debian's package prometheus.");
            return result;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Read(string file) => RepositoryFiles.All.Single(other => other.Path == $"deploy/monitoring/{file}").Text;
}
