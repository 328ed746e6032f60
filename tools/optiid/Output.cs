using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using Spectre.Console;

namespace OptiId.Cli;

/// <summary>Where answers go: tables and sentences for people, or one JSON document for scripts.</summary>
internal sealed class Output(TextWriter writer, TextWriter error, bool json)
{
    // Wider than any terminal: an id is copied from here, so no cell is cut or folded; a narrow terminal folds whole lines.
    private const int Width = 1_000;

    // The protos' own names, and every field, so that a script finds the same keys each time.
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(true));
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message as its JSON document.</summary>
    public static JsonObject ToJson(IMessage message) => JsonNode.Parse(Formatter.Format(message))!.AsObject();

    /// <summary>An answer: the document for scripts, or what <paramref name="forPeople"/> writes.</summary>
    public void Write(IMessage answer, Action forPeople) => Write(() => ToJson(answer), forPeople);

    /// <inheritdoc cref="Write(IMessage, Action)"/>
    public void Write(Func<JsonObject> answer, Action forPeople)
    {
        if (json)
        {
            writer.WriteLine(answer().ToJsonString(Indented));
        }
        else
        {
            forPeople();
        }
    }

    /// <summary>An answer that needs more calls to be shown to people.</summary>
    public Task WriteAsync(IMessage answer, Func<Task> forPeople) =>
        json ? writer.WriteLineAsync(ToJson(answer).ToJsonString(Indented)) : forPeople();

    /// <summary>One of many answers that follow each other: a line of JSON, or what <paramref name="forPeople"/> writes.</summary>
    public void WriteNext(IMessage answer, Action forPeople)
    {
        if (json)
        {
            writer.WriteLine(ToJson(answer).ToJsonString(OneLine));
        }
        else
        {
            forPeople();
        }

        writer.Flush();
    }

    /// <summary>A sentence for people.</summary>
    public void Line(string text) => writer.WriteLine(text);

    /// <summary>That a list went on, where it did.</summary>
    public void SayIfMore(int shown, ulong total)
    {
        if (total > (ulong)shown)
        {
            Line($"{Format((ulong)shown)} of {Format(total)}; more by --limit.");
        }
    }

    /// <summary>Rows for people.</summary>
    /// <param name="empty">The sentence where there are none.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">The cells.</param>
    public void Table(string empty, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        if (table.Rows.Count == 0)
        {
            Line(empty);
            return;
        }

        Console().Write(table);
    }

    /// <summary>One thing for people, a line for each of its properties; empty ones are left out, none is cut: a secret is copied from here.</summary>
    public void Details(params (string Name, string Value)[] properties)
    {
        var width = properties.Max(property => property.Name.Length) + 2;
        foreach (var (name, value) in properties.Where(property => property.Value.Length > 0))
        {
            Line(name.PadRight(width) + value.ReplaceLineEndings("\n" + new string(' ', width)));
        }
    }

    /// <summary>JSON as people read it.</summary>
    public static string Format(JsonNode? node) => node?.ToJsonString(Indented) ?? "";

    /// <summary>Why a command failed.</summary>
    public void WriteError(string message, string reason) =>
        error.WriteLine(json ? new JsonObject { ["error"] = new JsonObject { ["reason"] = reason, ["message"] = message } }.ToJsonString(OneLine) : message);

    /// <summary>A time for people, in UTC; empty for none.</summary>
    public static string Format(Timestamp? time) =>
        time?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A source as people know it.</summary>
    public static string Format(Source source) => source.ToString().ToLowerInvariant();

    /// <summary>A position as <c>--at-least</c> takes it.</summary>
    public static string Format(Position? position) => position is null ? "" : PositionText.Format(position);

    /// <summary>How many of them.</summary>
    public static string Format(ulong number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Width;
        return console;
    }
}
