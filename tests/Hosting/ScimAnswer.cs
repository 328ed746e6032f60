using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace OptiId.Hosting;

/// <summary>A SCIM answer that keeps P28.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">The headers.</param>
public sealed record ScimAnswer(int Status, string Text, HttpResponseHeaders Headers)
{
    private const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>The body as a JSON object.</summary>
    public JsonObject Body { get; } = Text.Length == 0 ? [] : JsonNode.Parse(Text)!.AsObject();

    /// <summary>The id of the resource.</summary>
    public string Id => (string)Body["id"]!;

    /// <summary>The keyword of an error.</summary>
    public string? ScimType => (string?)Body["scimType"];

    /// <summary>The sentence of an error.</summary>
    public string Detail => (string)Body["detail"]!;

    /// <summary>The entity tag.</summary>
    public string? EntityTag => Headers.ETag?.ToString();

    /// <summary>The resources of a list.</summary>
    public IReadOnlyList<JsonObject> Resources => [.. Body[nameof(Resources)]!.AsArray().Select(resource => resource!.AsObject())];

    /// <summary>The ids of a group's members.</summary>
    public IReadOnlyList<string> MemberIds => [.. Body["members"]!.AsArray().Select(member => (string)member!["value"]!)];

    /// <summary>Reads a response.</summary>
    /// <exception cref="InvalidOperationException">It isn't as P28 says.</exception>
    public static async Task<ScimAnswer> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync();
        if (text.Length > 0 && response.Content.Headers.ContentType?.MediaType != ScimClient.MediaType)
        {
            throw Broken($"the content type is {response.Content.Headers.ContentType}");
        }

        var answer = new ScimAnswer(status, text, response.Headers);
        if (status >= 400 && response.RequestMessage!.Method != HttpMethod.Head
            && (answer.Body["schemas"]?.AsArray() is not [var schema] || (string?)schema != ErrorUrn
                || (string?)answer.Body["status"] != status.ToString(CultureInfo.InvariantCulture) || string.IsNullOrWhiteSpace((string?)answer.Body["detail"])))
        {
            throw Broken("the error has no SCIM body");
        }

        return answer;

        InvalidOperationException Broken(string problem) => new($"P28: {problem}\n{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}\n{status} {text}");
    }
}
