using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using OptiId.AdminCenter.Tests.Api;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Authorization;

/// <summary>
/// Who gets where (P23): every route that the running Admin Center answers to, as everybody who may come, against <c>routes.tsv</c>.
/// A new route needs a row there. <c>OPTIID_WRITE_ROUTES=FILE</c> writes what is, to be read and judged before it becomes the table.
/// </summary>
public sealed partial class AuthorizationTests(RunningApi api) : IClassFixture<RunningApi>
{
    private const string SomeId = "0192f0c1-a2b3-7c4d-8e5f-60718293a4b5";

    [Fact]
    public void EveryRoute_HasARow_AndEveryRowARoute()
    {
        var routes = Routes().Select(route => route.Name).Distinct();
        var rows = RouteTable.Read();

        routes.Except(rows.Keys).ShouldBeEmpty("These routes have no row in routes.tsv: decide who may get there.");
        rows.Keys.Except(routes).ShouldBeEmpty("These rows of routes.tsv have no route any more.");
        rows.Values.ShouldAllBe(row => row.Keys.SequenceEqual(Callers.Names));
    }

    [Fact]
    public async Task P23_EverybodyGetsWhereTheTableSays_AndNowhereElse()
    {
        var tenant = await api.Running.NewTenantAsync();
        var callers = await Callers.NewAsync(api, tenant);
        var table = RouteTable.Read();
        List<string> wrong = [], rows = [];
        foreach (var (name, method, route) in Routes())
        {
            var outcomes = new Dictionary<string, string>();
            foreach (var caller in Callers.Names)
            {
                outcomes[caller] = await OutcomeAsync(callers[caller], method, AddressOf(route, tenant.Id), IsPage(route));
                if (table.TryGetValue(name, out var row) && row[caller] != outcomes[caller])
                {
                    wrong.Add($"{name} as {caller}: {outcomes[caller]}, the table says {row[caller]}");
                }
            }

            rows.Add(RouteTable.Format(name, outcomes));
        }

        if (Environment.GetEnvironmentVariable("OPTIID_WRITE_ROUTES") is { Length: > 0 } file)
        {
            await File.WriteAllLinesAsync(file, [string.Join('\t', ["route", .. Callers.Names]), .. rows.Distinct().Order(StringComparer.Ordinal)]);
        }

        wrong.ShouldBeEmpty();
    }

    private IEnumerable<(string Name, HttpMethod Method, RouteEndpoint Route)> Routes() =>
        from route in api.Center.Routes
        let methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } said ? said : ["GET"]
        from method in methods.Distinct()
        select ($"{method} {route.RoutePattern.RawText}", new HttpMethod(method), route);

    private static bool IsPage(RouteEndpoint route) => route.Metadata.Any(metadata => metadata.GetType().Name == "ComponentTypeMetadata");

    private static string AddressOf(RouteEndpoint route, string organization) => "/" + RouteValue().Replace(
        route.RoutePattern.RawText!.TrimStart('/'),
        value => value.Groups[1].Value.ToUpperInvariant() switch
        {
            "ORGANIZATION" => organization,
            _ when value.Value.Contains(":int", StringComparison.Ordinal) => "404",
            _ => SomeId,
        });

    // "in": the route itself answered, whatever it then said of a thing that isn't there.
    private static async Task<string> OutcomeAsync(HttpClient caller, HttpMethod method, string address, bool isPage)
    {
        using var request = new HttpRequestMessage(method, address);
        using var answer = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var sentTo = answer.Headers.Location?.OriginalString ?? "";
        return answer.StatusCode switch
        {
            HttpStatusCode.Found when sentTo == "/sign-in" || sentTo.StartsWith("/sign-in?return=", StringComparison.Ordinal) => "sign-in",
            HttpStatusCode.Unauthorized => "401",
            HttpStatusCode.Forbidden => "403",
            HttpStatusCode.NotFound when !address.StartsWith("/api/", StringComparison.Ordinal) && !isPage && answer.Content.Headers.ContentLength == 0 => "404",
            >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests => $"{(int)answer.StatusCode}",
            HttpStatusCode.OK or HttpStatusCode.Found => "in",
            _ when isPage && method == HttpMethod.Get => $"{(int)answer.StatusCode}",
            _ => "in",
        };
    }

    [GeneratedRegex(@"\{\**([A-Za-z]+)[^}]*\}")]
    private static partial Regex RouteValue();
}
