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
    [InlineData("optiid_events_relay_backlog_age_seconds", "optiid_events_relay_backlog_age")]
    [InlineData("optiid_events_follower_age_seconds", "optiid_events_follower_age_milliseconds")]
    [InlineData("optiid_events_follower_applied_total", "optiid_events_follower_applied")]
    [InlineData("optiid_events_follower_rebuilds_total", "optiid_events_rebuilds_total")]
    [InlineData("optiid_store_away_total", "optiid_store_gone_total")]
    [InlineData("optiid_store_epochs_renewed_total", "optiid_store_epochs_total")]
    [InlineData("optiid_calls_store_unavailable_total", "optiid_calls_unavailable_total")]
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
    public async Task EveryMetricOfOurs_IsExplainedAndShown() =>
        MonitoringRules.FindUnshown(await Instruments.FindOwnAsync(), Dashboard, Runbooks).ShouldBeEmpty();

    [Theory]
    [InlineData("optiid_events_follower_lag", "optiid_events_follower_age_seconds")]
    [InlineData("optiid_store_replica_wait_duration_seconds_bucket", "optiid_scim_request_duration_seconds_bucket")]
    public async Task AMetricThatNoPanelShows_IsFound(string shown, string other) =>
        MonitoringRules.FindUnshown(await Instruments.FindOwnAsync(), Dashboard.Replace(shown, other), Runbooks).ShouldHaveSingleItem();

    [Theory]
    [InlineData("`optiid.store.away`")]
    [InlineData("`optiid.events.relay.backlog`")]
    public async Task AMetricThatNobodyExplains_IsFound(string name) =>
        MonitoringRules.FindUnshown(await Instruments.FindOwnAsync(), Dashboard, Runbooks.Replace(name, "`x`")).ShouldHaveSingleItem();

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
    [InlineData("alert: FollowerBehind", "alert: FollowerLate")]
    [InlineData("runbook: docs/operations.md#storeaway", "runbook: docs/operations.md#storegone")]
    [InlineData("expr: min by (job, optiid_source) (optiid_events_follower_age_seconds) > 60", "expr: 1 > 0")]
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
