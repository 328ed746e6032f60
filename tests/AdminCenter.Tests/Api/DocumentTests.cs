using System.Net;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class DocumentTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Fact]
    public void EachRouteOfTheApi_IsInTheDocument_AndNoOther()
    {
        var routes = api.Center.Routes
            .Where(route => route.RoutePattern.RawText is { } text && text.StartsWith("/api/v1/", StringComparison.Ordinal)
                && text is not ("/api/v1/openapi.json" or "/api/v1/docs" or "/api/v1/docs/reader.js"))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}"));

        api.Contract.Operations.Select(operation => $"{operation.Method} {operation.Path}").ShouldBe(routes, ignoreOrder: true);
    }

    [Fact]
    public void EachOperation_SaysWhatItDoes_WhatItAnswers_AndHowItRefuses()
    {
        foreach (var (method, path, operation) in api.Contract.Operations)
        {
            var name = $"{method} {path}";
            operation["summary"]?.GetValue<string>().ShouldNotBeNullOrEmpty(name);
            operation["operationId"]?.GetValue<string>().ShouldNotBeNullOrEmpty(name);
            operation["tags"]!.AsArray().Count.ShouldBe(1, name);
            operation["responses"]!.AsObject().Count.ShouldBeGreaterThanOrEqualTo(2, name);
            operation["responses"]!["default"]!["content"]!["application/problem+json"].ShouldNotBeNull(name);
            foreach (var parameter in operation["parameters"]?.AsArray().Where(parameter => parameter!["in"]!.GetValue<string>() == "query") ?? [])
            {
                parameter!["description"]?.GetValue<string>().ShouldNotBeNullOrEmpty($"{name} {parameter["name"]}");
            }
        }
    }

    [Fact]
    public void EachMemberOfEachBody_IsDescribed_AndEachExampleIsValid()
    {
        var examples = 0;
        foreach (var (name, schema) in api.Contract.Document["components"]!["schemas"]!.AsObject())
        {
            foreach (var (member, its) in schema!["properties"]?.AsObject() ?? [])
            {
                (its!["description"] ?? its["$ref"] ?? its["oneOf"]).ShouldNotBeNull($"{name}.{member}");
                foreach (var example in its["examples"]?.AsArray() ?? (its["example"] is { } one ? [one.DeepClone()] : []))
                {
                    api.Contract.FaultOf(example, its, $"{name}.{member}").ShouldBeNull();
                    examples++;
                }
            }
        }

        examples.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task TheDocument_AndThePageToReadIt_AreOpen_AndLoadNothingFromElsewhere()
    {
        using var visitor = api.Center.NewVisitor();
        var page = await visitor.GetAsync("/api/v1/docs");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("http:");
        html.ShouldNotContain("https:");
        (await visitor.GetAsync("/api/v1/docs/reader.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/api/v1/openapi.json")).Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public void TheDocument_NamesTheAdminCentersPublicAddress() =>
        api.Contract.Document["servers"]![0]!["url"]!.GetValue<string>().ShouldBe(api.Center.PublicBaseUrl.ToString().TrimEnd('/'));
}
