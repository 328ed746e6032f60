using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests.Monitoring;

/// <summary>Alerts and dashboard ask for what there is.</summary>
public sealed class MonitoringTests
{
    private static readonly string Alerts = Read(MonitoringRules.Alerts);
    private static readonly string Dashboard = Read(MonitoringRules.Dashboard);
    private static readonly string Runbooks = Read(MonitoringRules.Runbooks);

    [Fact]
    public async Task EveryMetric_IsEmittedBySomebody() =>
        MonitoringRules.FindUnknownMetrics(Alerts, Dashboard, await Instruments.FindSeriesAsync()).ShouldBeEmpty();

    [Theory]
    [InlineData("optiid_scim_request_duration_seconds_count", "optiid_scim_request_duration_count")]
    [InlineData("optiid_scim_log_not_recorded_total", "optiid_scim_log_lost_total")]
    [InlineData("kube_deployment_status_replicas_available", "kube_deployment_replicas_available")]
    [InlineData("dotnet_thread_pool_queue_length_total", "dotnet_threads_waiting")]
    public async Task AMetricThatNobodyEmits_IsFound(string right, string wrong)
    {
        Dashboard.ShouldContain(right);
        var series = await Instruments.FindSeriesAsync();
        MonitoringRules.FindUnknownMetrics(Alerts.Replace(right, wrong), Dashboard, series).ShouldNotBeEmpty();
        MonitoringRules.FindUnknownMetrics(Alerts, Dashboard.Replace(right, wrong), series).ShouldNotBeEmpty();
    }

    [Fact]
    public void EveryAlert_HasItsRunbook()
    {
        MonitoringRules.Names(Alerts).Count.ShouldBeGreaterThan(8);
        MonitoringRules.FindBadAlerts(Alerts, Runbooks).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("alert: ScimRequestsSlow", "alert: ScimRequestsLate")]
    [InlineData("severity: page", "severity: high")]
    [InlineData("annotations:", "annotation:")]
    [InlineData("runbook: docs/operations.md#accessnotfresh", "runbook: docs/operations.md#access")]
    [InlineData("for: 10m", "forr: 10m")]
    [InlineData("[10m]))) > 5", "[10m])) > 5")]
    public void AMistake_IsFound(string right, string wrong)
    {
        Alerts.ShouldContain(right);
        MonitoringRules.FindBadAlerts(Alerts.Replace(right, wrong), Runbooks).ShouldNotBeEmpty();
    }

    [Fact]
    public void AnAlertWithoutARunbook_IsFound() =>
        MonitoringRules.FindBadAlerts(Alerts, Runbooks.Replace("### BackupOld", "### Backups")).ShouldHaveSingleItem();

    [Fact]
    public void NamesInAnExpression_AreThoseOfMetrics() =>
        MonitoringRules.MetricsIn("""histogram_quantile(0.9, sum by (le_x) (rate(a_b_bucket{c_d="e_f"}[5m]))) > c_d_total""").ShouldBe(["a_b_bucket", "c_d_total"]);

    private static string Read(string path) => RepositoryFiles.All.Single(file => file.Path == path).Text;
}
