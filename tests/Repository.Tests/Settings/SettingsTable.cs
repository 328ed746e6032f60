using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace OptiId.Repository.Tests.Settings;

/// <summary>The settings of each service as docs/operations.md lists them, made of the options classes: what a property says, its default, its range.</summary>
internal static partial class SettingsTable
{
    private const string Head = "| setting | default | may be | meaning |\n| --- | --- | --- | --- |\n";

    private static readonly (string Service, Assembly Assembly)[] Services =
    [
        ("scim-gateway", typeof(ScimGateway.Program).Assembly),
        ("identity", typeof(Identity.Program).Assembly),
        ("groups", typeof(Groups.Program).Assembly),
        ("tokens", typeof(Tokens.Program).Assembly),
        ("access", typeof(Access.Program).Assembly),
        ("admin-center", typeof(AdminCenter.Program).Assembly),
    ];

    // Its default is each service's own.
    private static readonly PropertyInfo Grpc = typeof(ServiceDefaults.EndpointOptions).GetProperty(nameof(ServiceDefaults.EndpointOptions.Grpc))!;

    private static readonly Assembly[] Shared = [typeof(ServiceDefaults.EndpointOptions).Assembly, typeof(Store.StoreOptions).Assembly];

    /// <summary>All tables.</summary>
    public static string Make()
    {
        var page = new StringBuilder("### Every service\n\n").Append(Head);
        foreach (var type in Shared.SelectMany(OptionsIn))
        {
            Write(page, type);
        }

        Write(page, RawSettings.All.Where(setting => setting.Services.Length == 0));
        foreach (var (service, assembly) in Services)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {service}\n\n").Append(Head);
            Row(page, "Endpoints__Grpc", Text($"http://127.0.0.1:{GrpcPortOf(service)}"), "", Documentation.SummaryOf(Grpc));
            Write(page, RawSettings.All.Where(setting => setting.Services.Contains(service)));
            foreach (var type in OptionsIn(assembly))
            {
                Write(page, type);
            }
        }

        return page.ToString();
    }

    // A class of settings says its section: "Section <c>Gateway</c>."
    private static IEnumerable<Type> OptionsIn(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && SectionOf(type) is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static string? SectionOf(Type type) =>
        Documentation.SummaryOf(type).Split("Section `") is [_, var rest] ? rest.Split('`')[0] : null;

    private static void Write(StringBuilder page, Type type) => Write(page, type, SectionOf(type)!);

    private static void Write(StringBuilder page, Type type, string section)
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true)!;
        foreach (var property in type.GetProperties())
        {
            var name = $"{section}__{property.Name}";
            if (typeof(IList).IsAssignableFrom(property.PropertyType) || property.PropertyType.Name == "IList`1")
            {
                var element = property.PropertyType.GetGenericArguments().Single();
                Row(page, $"{name}__0", "none", "", Documentation.SummaryOf(property) + (element == typeof(string) ? "" : " Each has:"));
                if (element != typeof(string))
                {
                    Write(page, element, $"{name}__0");
                }
            }
            else if (property.SetMethod is not null && property.Name != Grpc.Name)
            {
                Row(page, name, Text(property.GetValue(defaults)), Range(property), Documentation.SummaryOf(property));
            }
        }
    }

    private static void Write(StringBuilder page, IEnumerable<RawSetting> settings)
    {
        foreach (var setting in settings)
        {
            Row(page, setting.Variable, setting.Default, "", setting.Meaning);
        }
    }

    private static void Row(StringBuilder page, string name, string value, string range, string meaning) =>
        page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {value} | {range} | {meaning} |\n");

    private static string GrpcPortOf(string service) =>
        GrpcPort().Match(RepositoryFiles.All.Single(file => file.Path == $"services/{service}/Program.cs").Text).Groups[1].Value;

    private static string Text(object? value) => value switch
    {
        null or "" => "none",
        bool truth => truth ? "`true`" : "`false`",
        _ => $"`{string.Format(CultureInfo.InvariantCulture, "{0}", value)}`",
    };

    private static string Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : property.GetCustomAttribute<RequiredAttribute>() is not null ? "not empty" : "";

    [GeneratedRegex(@"grpcPort:\s*(\d+)")]
    private static partial Regex GrpcPort();
}
