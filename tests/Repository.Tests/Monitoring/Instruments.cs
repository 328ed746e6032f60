using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;

namespace OptiId.Repository.Tests.Monitoring;

/// <summary>The instruments that the services and what they run on really start, under the names that Prometheus gives them.</summary>
internal static class Instruments
{
    private static readonly Assembly[] Code =
    [
        typeof(ScimGateway.Program).Assembly, typeof(Identity.Program).Assembly, typeof(Groups.Program).Assembly, typeof(Tokens.Program).Assembly,
        typeof(Access.Program).Assembly, typeof(AdminCenter.Program).Assembly, typeof(Events.LogRelay).Assembly, typeof(ServiceDefaults.ServiceHost).Assembly,
        typeof(Store.StoreSession).Assembly,
    ];

    private const string Own = "OptiId.";

    // As a service's telemetry asks for: libs/service-defaults.
    private static readonly string[] Platform = ["Microsoft.AspNetCore.", "System.Runtime", "System.Net."];

    /// <summary>All names of time series.</summary>
    public static async Task<IReadOnlySet<string>> FindSeriesAsync() => (await FindAsync()).SelectMany(SeriesOf).ToHashSet();

    /// <summary>Those that the services start themselves: the name of each, and of its time series.</summary>
    public static async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Series)>> FindOwnAsync() =>
    [
        .. (await FindAsync()).Where(instrument => instrument.Meter.Name.StartsWith(Own, StringComparison.Ordinal))
            .Select(instrument => (instrument.Name, (IReadOnlyList<string>)[.. SeriesOf(instrument)])),
    ];

    private static async Task<IReadOnlyList<Instrument>> FindAsync()
    {
        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => found.Add(instrument);
        listener.Start();
        foreach (var type in Code.SelectMany(assembly => assembly.GetTypes()).Where(HoldsInstruments))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        await using var app = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]).Build();
        await app.StartAsync();
        return [.. found.Where(instrument => IsExported(instrument.Meter.Name)).DistinctBy(instrument => instrument.Name)];
    }

    /// <summary>The time series of an instrument, as an OTLP receiver of Prometheus names them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit; null or in braces: none.</param>
    /// <param name="kind">Its class, e.g. <c>Counter</c>.</param>
    public static IEnumerable<string> SeriesOf(string name, string? unit, string kind)
    {
        var whole = name.Replace('.', '_') + unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return kind switch
        {
            "Histogram" => [$"{whole}_bucket", $"{whole}_count", $"{whole}_sum"],
            "Counter" or "ObservableCounter" => [$"{whole}_total"],
            _ => [whole],
        };
    }

    private static IEnumerable<string> SeriesOf(Instrument instrument) => SeriesOf(instrument.Name, instrument.Unit, instrument.GetType().Name.Split('`')[0]);

    private static bool IsExported(string meter) =>
        meter.StartsWith(Own, StringComparison.Ordinal) || Array.Exists(Platform, name => meter.StartsWith(name, StringComparison.Ordinal));

    private static bool HoldsInstruments(Type type) => !type.ContainsGenericParameters
        && type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Any(field => typeof(Instrument).IsAssignableFrom(field.FieldType) || field.FieldType == typeof(Meter));
}
