using System.Text;
using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>Tries what /ServiceProviderConfig says (RFC 7643 §5, RFC 9865 §4): each feature and each limit, at it and one above.</summary>
/// <param name="baseUrl">The SCIM base URL.</param>
/// <param name="secret">A token of an organization with more users than a page may hold.</param>
/// <param name="documents">What its service provider says.</param>
internal sealed class ConfigCheck(Uri baseUrl, string secret, DiscoveryDocuments documents) : IDisposable
{
    private const string BulkUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    private readonly ScimClient scim = ScimClient.WithToken(baseUrl, secret);
    private readonly ListedType type = documents.Types[0];
    private readonly Disagreements disagreements = new();

    /// <summary>Tries one feature, by its name in the document; or something that it has no name for fails.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string feature)
    {
        await (feature switch
        {
            "patch" => TryPatchAsync(),
            "bulk" => TryBulkAsync(),
            "filter" => TryFilterAsync(),
            "changePassword" => TryPasswordAsync(),
            "sort" => TrySortAsync(),
            "etag" => TryEntityTagsAsync(),
            "pagination" => TryPagesAsync(),
            "authenticationSchemes" => TrySchemesAsync(),
            _ => throw new InvalidOperationException($"Nothing tries {feature}."),
        });
        return disagreements.Found;
    }

    public void Dispose() => scim.Dispose();

    private async Task TryPatchAsync()
    {
        var created = await CreateAsync();
        var answer = await scim.PatchAsync(AddressOf(created), """{"op":"add","path":"externalId","value":"x"}""");
        Same(Flag("patch"), answer.Status == 200, $"patch.supported, and a PATCH is answered with {answer.Status}");
    }

    private async Task TryBulkAsync()
    {
        var (operations, payload) = (Number("bulk", "maxOperations"), Number("bulk", "maxPayloadSize"));
        if (!Flag("bulk"))
        {
            disagreements.Unless((await SendBulkAsync(Bulk(1))).Status is 404 or 501, "bulk isn't supported, and a bulk request is taken");
            return;
        }

        var allowed = await SendBulkAsync(Bulk(operations));
        disagreements.Unless(allowed.Status == 200, $"{operations} operations are answered with {allowed.Status} {Begin(allowed.Text)}");
        disagreements.UnlessRefused(await SendBulkAsync(Bulk(operations + 1)), $"{operations + 1} operations", 413);
        var full = await SendBulkAsync(Bulk(1).PadRight(payload));
        disagreements.Unless(full.Status == 200, $"{payload} bytes are answered with {full.Status} {Begin(full.Text)}");
        disagreements.UnlessRefused(await SendBulkAsync(Bulk(1).PadRight(payload + 1)), $"{payload + 1} bytes", 413);
    }

    private async Task TryFilterAsync()
    {
        var most = Number("filter", "maxResults");
        foreach (var count in new[] { most, most + 1 })
        {
            var page = await scim.GetAsync($"{type.Endpoint}?count={count}&filter=id+pr&attributes=id");
            disagreements.Unless(Flag("filter") == (page.Status == 200), $"filter.supported, and a filter is answered with {page.Status}");
            disagreements.Unless(page.Status != 200 || page.Resources.Count == most, $"filter.maxResults is {most}, and {count} were asked for: {page.Resources.Count}");
        }
    }

    private async Task TryPasswordAsync()
    {
        const string Secret = "Cat-Horse-Battery-1";
        var password = type.Attributes.Single(attribute => attribute is { Type: "string", IsNeverReturned: true });
        var created = await CreateAsync(body => body[password.Name] = Secret);
        var operation = new JsonObject { ["op"] = "replace", ["path"] = password.Path, ["value"] = Secret + "2" };
        var changed = await scim.PatchAsync(AddressOf(created), operation.ToJsonString());
        disagreements.Unless((created.Status, changed.Status) == (201, 200), $"{password} is answered with {created.Status} and {changed.Status}");
        Same(Flag("changePassword"), changed.EntityTag != created.EntityTag, "changePassword.supported, and a changed password changes the resource");
        disagreements.Unless(!created.Text.Contains(Secret, StringComparison.Ordinal) && !changed.Text.Contains(Secret, StringComparison.Ordinal), $"{password} is returned");
    }

    private async Task TrySortAsync()
    {
        var created = (await scim.GetAsync($"{type.Endpoint}?count=5")).Text;
        var sorted = await scim.GetAsync($"{type.Endpoint}?count=5&sortBy=meta.created&sortOrder=descending");
        Same(Flag("sort"), sorted.Status == 200 && sorted.Text != created, "sort.supported, and sortBy makes another order");
    }

    private async Task TryEntityTagsAsync()
    {
        var created = await CreateAsync();
        var tag = created.EntityTag ?? "none";
        Same(Flag("etag"), tag == (string?)created.Body["meta"]?["version"], $"etag.supported, and the tag {tag} is meta.version {created.Body["meta"]?["version"]}");
        Same(Flag("etag"), (await scim.GetAsync(AddressOf(created), ("If-None-Match", tag))).Status == 304, "etag.supported, and If-None-Match with the tag is answered with 304");
        var body = created.Body.DeepClone();
        body["externalId"] = "changed";
        var stale = await scim.PutAsync(AddressOf(created), body, ("If-Match", "W/\"0\""));
        Same(Flag("etag"), stale.Status == 412, $"etag.supported, and a stale If-Match is answered with 412 ({stale.Status})");
        var current = (await scim.GetAsync(AddressOf(created))).EntityTag ?? "none";
        disagreements.Unless((await scim.PutAsync(AddressOf(created), body, ("If-Match", current))).Status == 200, "a current If-Match isn't taken");
    }

    private async Task TryPagesAsync()
    {
        var (usual, most) = (Number("pagination", "defaultPageSize"), Number("pagination", "maxPageSize"));
        var (isIndexed, hasCursors) = (Flag("pagination", "index"), Flag("pagination", "cursor"));
        var first = await scim.GetAsync($"{type.Endpoint}?attributes=id");
        disagreements.Unless(first.Resources.Count == usual, $"pagination.defaultPageSize is {usual}, and a page without count has {first.Resources.Count}");
        var byIndex = (string?)documents.Config["pagination"]!["defaultPaginationMethod"] == "index";
        Same(byIndex, first.Body.ContainsKey("startIndex"), "pagination.defaultPaginationMethod is index, and a page without either has startIndex");
        var large = await scim.GetAsync($"{type.Endpoint}?attributes=id&count={most + 1}");
        disagreements.Unless(large.Resources.Count == most, $"pagination.maxPageSize is {most}, and a page of {most + 1} has {large.Resources.Count}");

        var second = await scim.GetAsync($"{type.Endpoint}?attributes=id&startIndex={usual + 1}");
        Same(isIndexed, second.Status == 200 && !Ids(second).Intersect(Ids(first)).Any(), "pagination.index, and startIndex goes on after the first page");
        var begun = await scim.GetAsync($"{type.Endpoint}?attributes=id&cursor=");
        var next = (string?)begun.Body["nextCursor"];
        Same(hasCursors, begun.Status == 200 && next is not null, "pagination.cursor, and an empty cursor gives a next one");
        if (next is not null)
        {
            var after = await scim.GetAsync($"{type.Endpoint}?attributes=id&cursor={Uri.EscapeDataString(next)}");
            disagreements.Unless(Ids(after).SequenceEqual(Ids(second)), "the second page by cursor is another one than by index");
        }

        disagreements.Unless(!hasCursors || Number("pagination", "cursorTimeout") > 0, "pagination.cursorTimeout is missing (RFC 9865 §4)");
    }

    private async Task TrySchemesAsync()
    {
        using var nobody = new ScimClient(baseUrl, null);
        var refused = await nobody.GetAsync("/ServiceProviderConfig");
        disagreements.Unless(refused.Status == 401 && refused.Headers.WwwAuthenticate.Count > 0, $"no authentication is answered with {refused.Status}");
        foreach (var scheme in documents.Config["authenticationSchemes"]!.AsArray().Select(scheme => (string?)scheme!["type"]))
        {
            using var client = new ScimClient(baseUrl, scheme switch
            {
                "oauthbearertoken" or "oauth2" => $"Bearer {secret}",
                "httpbasic" => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret}"))}",
                _ => $"{scheme} {secret}",
            });
            var answer = await client.GetAsync("/ServiceProviderConfig");
            disagreements.Unless(answer.Status == 200, $"the scheme {scheme} is listed, and answered with {answer.Status}");
        }
    }

    private async Task<ScimAnswer> CreateAsync(Action<JsonObject>? and = null)
    {
        var samples = await SampleResources.PrepareAsync(scim, documents);
        var body = samples.Body(type, samples.NextEven(), only: attribute => attribute.Required);
        and?.Invoke(body);
        return await scim.PostAsync(type.Endpoint, body);
    }

    private Task<ScimAnswer> SendBulkAsync(string body) => scim.SendAsync(HttpMethod.Post, "/Bulk", ScimClient.Text(body));

    // The first of them fails, and ends it: that many are taken, and none costs anything.
    private string Bulk(int operations) => new JsonObject
    {
        ["schemas"] = new JsonArray(BulkUrn),
        ["failOnErrors"] = 1,
        ["Operations"] = new JsonArray([.. Enumerable.Range(0, operations).Select(number => new JsonObject { ["method"] = "DELETE", ["path"] = $"{type.Endpoint}/nobody-{number}" })]),
    }.ToJsonString();

    private void Same(bool said, bool holds, string what) => disagreements.Unless(said == holds, $"{what}: {said} is said, {holds} is so");

    private bool Flag(string feature, string characteristic = "supported") => (bool)documents.Config[feature]![characteristic]!;

    private int Number(string feature, string characteristic) => (int)documents.Config[feature]![characteristic]!;

    private string AddressOf(ScimAnswer created) => $"{type.Endpoint}/{created.Id}";

    private static IReadOnlyList<string> Ids(ScimAnswer page) => page.Status == 200 ? [.. page.Resources.Select(resource => (string)resource["id"]!)] : [];

    private static string Begin(string text) => text.Length > 200 ? text[..200] : text;
}
