using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What HTTP asks of every address: conditions, methods, addresses, compression.</summary>
public sealed class HttpTests(RunningGateway running)
{
    [Theory]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task Conditions_HoldOnEveryMethod(string endpoint)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var created = await scim.PostAsync(endpoint, Body(endpoint, "one"));
            var target = $"{endpoint}/{created.Id}";
            var (current, stale) = (created.EntityTag!, "W/\"999\"");
            (await scim.GetAsync(target, ("If-Match", current))).Status.ShouldBe(200);
            (await scim.GetAsync(target, ("If-Match", stale))).Status.ShouldBe(412);
            (await scim.GetAsync(target, ("If-None-Match", stale))).Status.ShouldBe(200);
            var unchanged = await scim.GetAsync(target, ("If-None-Match", current));
            (unchanged.Status, unchanged.Text, unchanged.EntityTag).ShouldBe((304, "", current));
            (await scim.SendAsync(HttpMethod.Head, target, null, ("If-None-Match", "*"))).Status.ShouldBe(304);
            foreach (var (name, value) in new[] { ("If-Match", stale), ("If-None-Match", current), ("If-None-Match", "*"), ("If-None-Match", $"{stale}, {current}") })
            {
                (await scim.PutAsync(target, Body(endpoint, "two"), (name, value))).Status.ShouldBe(412, $"PUT {name} {value}");
                (await PatchAsync(scim, target, (name, value))).Status.ShouldBe(412, $"PATCH {name} {value}");
                (await scim.DeleteAsync(target, (name, value))).Status.ShouldBe(412, $"DELETE {name} {value}");
            }

            (await scim.GetAsync(target)).EntityTag.ShouldBe(current);
            var patched = await PatchAsync(scim, target, ("If-None-Match", stale));
            (patched.Status is 200 or 204).ShouldBeTrue();
            patched.EntityTag.ShouldNotBe(current);
            (await scim.PutAsync(target, Body(endpoint, "two"), ("If-Match", $"{stale}, {patched.EntityTag}"))).Status.ShouldBe(200);
            (await scim.DeleteAsync(target, ("If-Match", "*"))).Status.ShouldBe(204);
            (await scim.DeleteAsync(target, ("If-None-Match", "*"))).Status.ShouldBe(404);
        }
    }

    [Theory]
    [InlineData("/Users", "GET, HEAD, POST, OPTIONS")]
    [InlineData("/Groups/x", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")]
    [InlineData("/Users/.search", "POST, OPTIONS")]
    [InlineData("/Bulk", "POST, OPTIONS")]
    [InlineData("/Schemas", "GET, HEAD, OPTIONS")]
    [InlineData("", "GET, HEAD, OPTIONS")]
    public async Task Options_AreTheMethodsOfAnAddress(string target, string allowed)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        using (var message = new HttpRequestMessage(HttpMethod.Options, running.BaseUrl + target))
        {
            (await scim.SendAsync(HttpMethod.Options, target, null)).Status.ShouldBe(204);
            var (_, response) = await SendAsync(message, scim);
            response.Content.Headers.Allow.ShouldBe(allowed.Split(", "), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Me_IsNobody(string method)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            (await scim.SendAsync(new(method), "/Me", null)).Status.ShouldBe(501);
        }
    }

    [Fact]
    public async Task EveryAnswerWithAResource_SaysWhereItIs()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            foreach (var endpoint in new[] { "/Users", "/Groups" })
            {
                var created = await scim.PostAsync(endpoint, Body(endpoint, "one"));
                var target = $"{endpoint}/{created.Id}";
                var location = new Uri(RunningServices.PublicBaseUrl + target);
                created.Headers.Location.ShouldBe(location);
                ((string)created.Body["meta"]!["location"]!).ShouldBe(location.ToString());
                (await scim.GetAsync(target)).Headers.Location.ShouldBe(location);
                (await scim.PutAsync(target, Body(endpoint, "two"))).Headers.Location.ShouldBe(location);
                (await PatchAsync(scim, target, ("X-Nothing", "1"))).Headers.Location.ShouldBe(location);
                (await scim.GetAsync($"{endpoint}/none")).Headers.Location.ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task ALargeAnswer_IsCompressed_ASmallOneIsNot(string encoding)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var user = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
            foreach (var (target, isLarge) in new[] { ("/Schemas", true), ("/Users?count=1", true), ($"/Users/{user.Id}", false), ("/Users/none", false) })
            {
                using var message = new HttpRequestMessage(HttpMethod.Get, running.BaseUrl + target);
                message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
                var (bytes, response) = await SendAsync(message, scim);
                response.Content.Headers.ContentEncoding.ShouldBe(isLarge ? [encoding] : [], target);
                response.Content.Headers.ContentType!.ToString().ShouldBe("application/scim+json; charset=utf-8");
                JsonNode.Parse(isLarge ? Decompress(bytes, encoding) : bytes).ShouldNotBeNull();
            }
        }
    }

    [Theory]
    [InlineData(7_000, 200)]
    [InlineData(8_000, 200)]
    [InlineData(9_000, 414)]
    [InlineData(30_000, 414)]
    public async Task P28_AnAddressThatIsTooLong_GetsAnAnswerToo(int length, int status)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            (await scim.GetAsync($"/Users?count=1&unknown={new string('x', length)}")).Status.ShouldBe(status);
        }
    }

    [Theory]
    [InlineData(30_000, 200)]
    [InlineData(33_000, 431)]
    [InlineData(60_000, 431)]
    public async Task P28_HeadersThatAreTooLarge_GetAnAnswerToo(int length, int status)
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            (await scim.GetAsync("/Users?count=1", ("X-Large", new string('x', length)))).Status.ShouldBe(status);
        }
    }

    [Fact]
    public async Task ALongFilter_FitsIntoAnAddress()
    {
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var filter = $"title eq \"{new string('é', 500)}\" or title eq \"{string.Concat(Enumerable.Repeat("\\\"", 600))}\"";
            (await scim.GetAsync($"/Users?filter={Uri.EscapeDataString(filter)}")).Status.ShouldBe(200);
        }
    }

    private static JsonObject Body(string endpoint, string name) =>
        endpoint == "/Users" ? ScimBodies.User("ada@example.com", user => user["title"] = name) : ScimBodies.Group(name);

    private static Task<ScimAnswer> PatchAsync(ScimClient scim, string target, (string Name, string Value) header) => scim.SendAsync(
        HttpMethod.Patch, target, ScimClient.Text(ScimBodies.Patch("""{"op":"replace","path":"externalId","value":"changed"}""").ToJsonString()), header);

    // As the client does, but with the bytes as they came.
    private static async Task<(byte[] Bytes, HttpResponseMessage Response)> SendAsync(HttpRequestMessage message, ScimClient scim)
    {
        message.Headers.TryAddWithoutValidation("Authorization", scim.Authorization);
        using var http = new HttpClient(new SocketsHttpHandler());
        var response = await http.SendAsync(message);
        return (await response.Content.ReadAsByteArrayAsync(), response);
    }

    private static byte[] Decompress(byte[] bytes, string encoding)
    {
        using var compressed = new MemoryStream(bytes);
        using Stream stream = encoding == "gzip" ? new GZipStream(compressed, CompressionMode.Decompress) : new BrotliStream(compressed, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
