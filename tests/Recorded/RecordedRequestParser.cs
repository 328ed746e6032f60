using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Recorded.Tests;

/// <summary>Reads the format that README.md describes. What isn't understood is refused with file and line.</summary>
public static class RecordedRequestParser
{
    private const string Separator = "---";

    /// <exception cref="FormatException">Not of the format: says what, and on which line.</exception>
    public static RecordedRequest Parse(string fileName, string text)
    {
        var lines = new Lines(fileName, text);
        var purpose = ReadPurpose(lines);
        var (method, target) = ReadRequestLine(lines);
        var headers = ReadHeaders(lines);
        var body = ReadBody(lines);
        return new RecordedRequest(fileName, purpose, method, target, headers, body, ReadExpected(lines));
    }

    private static string ReadPurpose(Lines lines)
    {
        List<string> purpose = [];
        while (lines.Current is ['#', .. var words])
        {
            purpose.Add(words.Trim());
            lines.Advance();
        }

        return purpose.Count > 0 ? string.Join(' ', purpose) : throw lines.Error("a file begins with a line \"# what the client is doing (source)\"");
    }

    private static (HttpMethod Method, string Target) ReadRequestLine(Lines lines)
    {
        if (lines.Current?.Split(' ') is not [var method, ['/', ..] target])
        {
            throw lines.Error("the request line is METHOD /target, the target without spaces");
        }

        lines.Advance();
        return (new HttpMethod(method), target);
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(Lines lines)
    {
        List<KeyValuePair<string, string>> headers = [];
        while (lines.Current is { Length: > 0 } line && line != Separator)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw lines.Error("a header is Name: value");
            }

            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
            lines.Advance();
        }

        return headers;
    }

    private static string? ReadBody(Lines lines)
    {
        List<string> body = [];
        while (lines.Current != Separator)
        {
            body.Add(lines.Current ?? throw lines.Error($"\"{Separator}\" must part the request from what is expected"));
            lines.Advance();
        }

        lines.Advance();
        var text = string.Join('\n', body).Trim();
        return text.Length == 0 ? null : text;
    }

    private static ExpectedAnswer ReadExpected(Lines lines)
    {
        var statuses = ReadStatuses(lines);
        string? mediaType = null;
        Dictionary<string, string> captures = [];
        while (lines.Current is { Length: > 0 })
        {
            switch (lines.Current.Split(' '))
            {
                case ["content-type", var type]:
                    mediaType = type;
                    break;
                case ["capture", var variable, "=", var path]:
                    captures.Add(variable, path);
                    break;
                default:
                    throw lines.Error("after the status: \"content-type TYPE\" or \"capture VARIABLE = PATH\"");
            }

            lines.Advance();
        }

        return new ExpectedAnswer(statuses, mediaType, captures, ReadJson(lines));
    }

    private static List<int> ReadStatuses(Lines lines)
    {
        List<int> statuses = [];
        foreach (var text in lines.Current?.Split('|') ?? [])
        {
            statuses.Add(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and < 600
                ? status
                : throw lines.Error("the expected status is a number, or several parted by |"));
        }

        lines.Advance();
        return statuses.Count > 0 ? statuses : throw lines.Error("the expected status is missing");
    }

    private static JsonObject? ReadJson(Lines lines)
    {
        var line = lines.Number;
        var text = lines.Rest();
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject ?? throw lines.Error("the expected body is a JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{lines.FileName}, after line {line}: {e.Message}", e);
        }
    }

    private sealed class Lines(string fileName, string text)
    {
        private readonly string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        private int index;

        public string FileName => fileName;

        public int Number => index + 1;

        /// <summary>Null after the last line.</summary>
        public string? Current => index < lines.Length ? lines[index].TrimEnd() : null;

        public void Advance() => index++;

        public string Rest() => string.Join('\n', lines.Skip(index)).Trim();

        public FormatException Error(string problem) => new($"{fileName}, line {Number}: {problem}");
    }
}
