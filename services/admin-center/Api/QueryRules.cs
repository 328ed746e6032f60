using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace OptiId.AdminCenter.Api;

/// <summary>Refuses a query that isn't understood, before the route sees it: an unknown parameter, one said twice, one that isn't of its kind.</summary>
internal static class QueryRules
{
    private static readonly ConcurrentDictionary<Endpoint, Dictionary<string, Parameter>> Known = [];

    /// <summary>Looks at each query under <c>/api</c>.</summary>
    public static void UseQueryRules(this IApplicationBuilder app) => app.UseWhen(ApiProblems.IsApi, api => api.Use((http, next) =>
    {
        if (http.GetEndpoint() is { } endpoint)
        {
            var known = Known.GetOrAdd(endpoint, Read);
            Check(http.Request.Query, known);
            DemandRequired(http.Request.Query, known);
            http.Request.Query = ByName(http.Request.Query, known);
        }

        return next(http);
    }));

    private static void Check(IQueryCollection query, Dictionary<string, Parameter> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                throw new InvalidRequestException(name, known.Count == 0
                    ? $"There is no parameter \"{name}\" here."
                    : $"There is no parameter \"{name}\" here; there are: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.");
            }

            if (values.Count > 1 && !parameter.Type.IsArray)
            {
                throw new InvalidRequestException(name, $"The parameter \"{name}\" is there more than once.");
            }

            if (values is [{ } value] && ExpectationOf(parameter.Type, value) is { } expectation)
            {
                throw new InvalidRequestException(name, $"The parameter \"{name}\" must be {expectation}.");
            }
        }
    }

    private static void DemandRequired(IQueryCollection query, Dictionary<string, Parameter> known)
    {
        if (known.FirstOrDefault(parameter => parameter.Value.IsRequired && string.IsNullOrEmpty(query[parameter.Key])).Key is { } missing)
        {
            throw new InvalidRequestException(missing, $"The parameter \"{missing}\" is missing.");
        }
    }

    // Words of enumerations as the framework binds them: by their names, in their letter case.
    private static QueryCollection ByName(IQueryCollection query, Dictionary<string, Parameter> known)
    {
        var named = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in query)
        {
            named[name] = known[name].Type is { IsEnum: true } type ? Enum.Parse(type, value.ToString(), ignoreCase: true).ToString() : value;
        }

        return new(named);
    }

    // Null where the value is what it must be.
    private static string? ExpectationOf(Type type, string value) => type switch
    {
        _ when type.IsEnum => WordsOf(type) is var words && words.Contains(value) ? null : $"one of {string.Join(", ", words)}",
        _ when type == typeof(uint) => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a whole number from 0",
        _ when type == typeof(ulong) => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a whole number from 0",
        _ when type == typeof(bool) => value is "true" or "false" ? null : "true or false",
        _ => null,
    };

    private static string[] WordsOf(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];

    // Once for each route.
    private static Dictionary<string, Parameter> Read(Endpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>() is { } handler
        ? handler.GetParameters().Where(IsQuery).ToDictionary(
            parameter => parameter.Name!,
            parameter => new Parameter(
                Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType,
                new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.NotNull))
        : [];

    private static bool IsQuery(ParameterInfo parameter) => parameter.GetCustomAttributes().OfType<IFromQueryMetadata>().Any();

    private sealed record Parameter(Type Type, bool IsRequired);
}
