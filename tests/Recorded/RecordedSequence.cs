using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Recorded.Tests;

/// <summary>A folder of recorded requests, played in the order of their numbers.</summary>
public sealed class RecordedSequence
{
    private const int RunLength = 8;

    // Braces must stay as they are, or variables in an expected body are no longer found.
    private static readonly JsonSerializerOptions Serializer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private RecordedSequence(string name, IReadOnlyList<RecordedRequest> requests)
    {
        Name = name;
        Requests = requests;
    }

    /// <summary>The folder's name: okta-catalog, okta-wizard, entra-default, entra-flag.</summary>
    public string Name { get; }

    /// <summary>By number.</summary>
    public IReadOnlyList<RecordedRequest> Requests { get; }

    /// <summary>The names of the sequences beside the test assembly.</summary>
    public static IReadOnlyList<string> Names =>
    [
        .. Directory.EnumerateDirectories(AppContext.BaseDirectory)
            .Where(folder => Directory.EnumerateFiles(folder, "*.http").Any())
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="FormatException">A file isn't of the format.</exception>
    public static RecordedSequence Read(string name)
    {
        var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, name), "*.http").Order(StringComparer.Ordinal);
        return new RecordedSequence(name, [.. files.Select(file => RecordedRequestParser.Parse($"{name}/{Path.GetFileName(file)}", File.ReadAllText(file)))]);
    }

    /// <summary>Plays every request and compares every answer; the variable run is new each time, so that a play can be repeated.</summary>
    /// <param name="client">Sends; its own default headers are not needed.</param>
    /// <param name="baseUrl">The SCIM base URL, without a slash at its end.</param>
    /// <param name="token">The SCIM token, bare.</param>
    /// <exception cref="RecordedMismatchException">The first answer that isn't what is needed.</exception>
    public async Task PlayAsync(HttpClient client, Uri baseUrl, string token, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(baseUrl);
        var variables = new Variables();
        variables.Set("token", token);
        variables.Set("run", RandomNumberGenerator.GetHexString(RunLength, lowercase: true));
        foreach (var request in Requests)
        {
            using var message = Write(request, baseUrl, variables);
            using var response = await client.SendAsync(message, cancellation);
            var text = await ReadTextAsync(request, response.Content, cancellation);
            var answer = new ReceivedAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text);
            Compare(request, answer, variables);
        }
    }

    private static HttpRequestMessage Write(RecordedRequest request, Uri baseUrl, Variables variables)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(baseUrl.AbsoluteUri.TrimEnd('/') + variables.Fill(request.Target)));
        var contentType = request.Headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        if (request.Body is not null || contentType is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(variables.Fill(request.Body ?? "")));
        }

        foreach (var (name, value) in request.Headers)
        {
            var isContentType = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            _ = isContentType
                ? message.Content!.Headers.TryAddWithoutValidation(name, value)
                : message.Headers.TryAddWithoutValidation(name, variables.Fill(value));
        }

        return message;
    }

    /// <summary>The body as its client would read it: an encoding that it didn't ask for is a mismatch.</summary>
    private static async Task<string> ReadTextAsync(RecordedRequest request, HttpContent content, CancellationToken cancellation)
    {
        var body = await content.ReadAsStreamAsync(cancellation);
        var asked = request.Headers.FirstOrDefault(header => header.Key.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var encoding = content.Headers.ContentEncoding.SingleOrDefault();
        using var reader = new StreamReader(encoding switch
        {
            null => body,
            "gzip" when asked.Contains(encoding, StringComparison.Ordinal) => new GZipStream(body, CompressionMode.Decompress),
            "deflate" when asked.Contains(encoding, StringComparison.Ordinal) => new ZLibStream(body, CompressionMode.Decompress),
            _ => throw new RecordedMismatchException($"{request.FileName}: the answer is in the encoding {encoding}, which the client doesn't ask for"),
        });
        return await reader.ReadToEndAsync(cancellation);
    }

    private static void Compare(RecordedRequest request, ReceivedAnswer answer, Variables variables)
    {
        var expected = request.Expected;
        if (!expected.Statuses.Contains(answer.Status))
        {
            throw Mismatch(request, answer, $"the status is {string.Join(" or ", expected.Statuses)}, not {answer.Status}");
        }

        if (answer.Text.Length == 0)
        {
            return;
        }

        if (expected.MediaType is not null && expected.MediaType != answer.MediaType)
        {
            throw Mismatch(request, answer, $"the content type is {expected.MediaType}, not {answer.MediaType}");
        }

        var body = ReadBody(request, answer);
        var wanted = expected.Json is null ? null : JsonNode.Parse(variables.Fill(expected.Json.ToJsonString(Serializer)));
        if (wanted is not null && JsonSubset.FindDifference(wanted, body) is { } difference)
        {
            throw Mismatch(request, answer, difference);
        }

        foreach (var (variable, path) in expected.Captures)
        {
            var value = JsonPath.Read(body, path) ?? throw Mismatch(request, answer, $"{path} is needed, and isn't there");
            variables.Set(variable, value.ToString());
        }
    }

    private static JsonNode? ReadBody(RecordedRequest request, ReceivedAnswer answer)
    {
        try
        {
            return JsonNode.Parse(answer.Text);
        }
        catch (JsonException e)
        {
            throw Mismatch(request, answer, "the body isn't JSON", e);
        }
    }

    private static RecordedMismatchException Mismatch(RecordedRequest request, ReceivedAnswer answer, string problem, Exception? inner = null) =>
        new($"{request.FileName}: {problem}\n  {request.Purpose}\n  {request.Method} {request.Target}\n  answered {answer.Status} {answer.Text}", inner);

    private sealed record ReceivedAnswer(int Status, string? MediaType, string Text);
}
