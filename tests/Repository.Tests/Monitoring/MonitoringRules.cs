using System.Text.Json;
using System.Text.RegularExpressions;
using OptiId.Repository.Tests.RunFiles;

namespace OptiId.Repository.Tests.Monitoring;

/// <summary>What alerts and dashboard refer to is there.</summary>
internal static partial class MonitoringRules
{
    public const string Alerts = "deploy/monitoring/alerts.yaml";
    public const string Dashboard = "deploy/monitoring/dashboard.json";
    public const string Runbooks = "docs/operations.md";

    // Of kube-state-metrics, whose documentation names them; no code here starts them.
    private static readonly string[] Others =
    [
        "kube_deployment_status_replicas_available", "kube_deployment_status_replicas_unavailable", "kube_cronjob_status_last_successful_time",
    ];

    private static readonly string[] RuleKeys = ["alert", "expr", "for", "labels", "annotations"];

    /// <summary>Metrics that nobody emits.</summary>
    public static IEnumerable<string> FindUnknownMetrics(string alerts, string dashboard, IReadOnlySet<string> series) =>
        from expression in Rules(alerts).Select(rule => rule.Expression).Concat(Expressions(dashboard))
        from name in MetricsIn(expression)
        where !series.Contains(name) && !Others.Contains(name)
        select $"{name} is emitted by nobody: {expression}";

    /// <summary>Metrics of the services' own that no panel shows, or that the page of operations doesn't explain.</summary>
    public static IEnumerable<string> FindUnshown(IEnumerable<(string Name, IReadOnlyList<string> Series)> own, string dashboard, string page)
    {
        var shown = Expressions(dashboard).SelectMany(MetricsIn).ToHashSet();
        foreach (var (name, series) in own)
        {
            if (!series.Any(shown.Contains))
            {
                yield return $"{name} is in no panel";
            }

            if (!page.Contains($"`{name}`", StringComparison.Ordinal))
            {
                yield return $"{name} isn't explained";
            }
        }
    }

    /// <summary>Alerts that aren't well formed, or whose runbook isn't there.</summary>
    public static IEnumerable<string> FindBadAlerts(string alerts, string runbooks)
    {
        var headings = Heading().Matches(runbooks).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var rule in Rules(alerts))
        {
            if (rule.UnknownKeys.Count > 0)
            {
                yield return $"{rule.Name} has {string.Join(", ", rule.UnknownKeys)}";
            }

            if (rule.Severity is not ("page" or "ticket") || rule.Summary.Length == 0)
            {
                yield return $"{rule.Name} says not how bad it is, or what it is";
            }

            if (rule.Runbook != $"{Runbooks}#{rule.Name.ToLowerInvariant()}" || !headings.Contains(rule.Name))
            {
                yield return $"{rule.Name} has no runbook at {rule.Runbook}";
            }

            if (rule.Expression.Count(letter => letter == '(') != rule.Expression.Count(letter => letter == ')') || MetricsIn(rule.Expression).Any() == false)
            {
                yield return $"{rule.Name} asks for nothing: {rule.Expression}";
            }
        }
    }

    /// <summary>The names of the alerts.</summary>
    public static IReadOnlyList<string> Names(string alerts) => [.. Rules(alerts).Select(rule => rule.Name)];

    /// <summary>The names of time series in an expression.</summary>
    public static IEnumerable<string> MetricsIn(string expression) =>
        Name().Matches(Braces().Replace(Strings().Replace(expression, "\"\""), "")).Select(match => match.Value);

    private static IEnumerable<string> Expressions(string dashboard)
    {
        using var document = JsonDocument.Parse(dashboard);
        return
        [
            .. from panel in document.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select target.GetProperty("expr").GetString()!,
        ];
    }

    private static IEnumerable<Rule> Rules(string alerts) =>
        from entry in YamlTree.Parse(alerts).Get("groups").Items()
        from rule in entry.Get("rules").Items()
        select new Rule(
            rule.Get("alert").Text() ?? "",
            rule.Get("expr").Text() ?? "",
            rule.Get("labels").Get("severity").Text(),
            rule.Get("annotations").Get("summary").Text() ?? "",
            rule.Get("annotations").Get("runbook").Text(),
            [.. rule.Entries().Select(pair => pair.Key).Except(RuleKeys)]);

    private sealed record Rule(string Name, string Expression, string? Severity, string Summary, string? Runbook, IReadOnlyList<string> UnknownKeys);

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"""[^""]*""")]
    private static partial Regex Strings();

    // Labels are no metrics: in braces, and in "by (…)".
    [GeneratedRegex(@"\{[^}]*\}|\b(by|without|on)\s*\([^)]*\)|\[[^\]]*\]")]
    private static partial Regex Braces();

    // A metric's name has an underscore and isn't called as a function.
    [GeneratedRegex(@"\b[a-z][a-z0-9]*_[a-z0-9_]+\b(?!\s*\()")]
    private static partial Regex Name();
}
