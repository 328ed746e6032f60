using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;

namespace OptiId.AdminCenter;

/// <summary>The provisioning log's values in words. What a request was is told by the log itself. Pure.</summary>
internal static class LogWords
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    // Shown as text, never as HTML, so nothing needs to be escaped for it.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>"1 request", "2,000 requests".</summary>
    public static string Counted(long number, string noun) => string.Create(Culture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>"0.8 ms", "12 ms", "1.4 s".</summary>
    public static string Took(Duration? duration) => duration?.ToTimeSpan() switch
    {
        null => "",
        { TotalMilliseconds: < 10 } time => string.Create(Culture, $"{time.TotalMilliseconds:0.#} ms"),
        { TotalSeconds: < 1 } time => string.Create(Culture, $"{time.TotalMilliseconds:0} ms"),
        var time => string.Create(Culture, $"{time.Value.TotalSeconds:0.#} s"),
    };

    /// <summary>The time of the day of what is of today, else the day too; UTC.</summary>
    public static string Clock(Timestamp at, DateTimeOffset now) => at.ToDateTimeOffset() switch
    {
        var time when time.UtcDateTime.Date == now.UtcDateTime.Date => time.ToString("HH:mm:ss", Culture),
        var time => time.ToString("yyyy-MM-dd HH:mm:ss", Culture),
    };

    /// <summary>The day, UTC.</summary>
    public static string Day(Timestamp at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd", Culture);

    /// <summary>The exact time, in a form that programs read; empty where there is none.</summary>
    public static string Exact(Timestamp? at) => at?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Culture) ?? "";

    /// <summary>What a status means: "created", "in the way of another".</summary>
    public static string Status(uint status) => status switch
    {
        200 => "done",
        201 => "created",
        304 or 412 => "not in that version",
        400 => "not understood",
        401 => "token refused",
        403 => "not allowed",
        404 => "not there",
        409 => "in the way of another",
        413 or 414 or 431 => "too large",
        429 => "to be tried again later",
        499 => "hung up before the answer",
        < 400 => "done",
        >= 500 => "failed on our side",
        _ => "refused",
    };

    /// <summary>What reinstating brought back (P9).</summary>
    public static string Reinstated(bool membershipsKept) => membershipsKept
        ? "Reinstated within the grace time: the memberships count again, as far as they weren't removed in between."
        : "Reinstated after the grace time: the memberships are gone and come back only as they are pushed.";

    /// <summary>The first of many, and how many more there are: "a, b and 3 more".</summary>
    public static string FirstOf(IReadOnlyCollection<string> texts, int most)
    {
        var first = string.Join(", ", texts.Take(most));
        return texts.Count > most ? string.Create(Culture, $"{first} and {texts.Count - most:N0} more") : first;
    }

    /// <summary>A user's or group's page; null: it has none.</summary>
    public static string? AddressOf(Target target, string organization) => (target.Id.Length, target.Kind) switch
    {
        (0, _) => null,
        (_, ResourceKind.User) => $"/o/{organization}/users/{Uri.EscapeDataString(target.Id)}",
        (_, ResourceKind.Group) => $"/o/{organization}/groups/{Uri.EscapeDataString(target.Id)}",
        _ => null,
    };

    /// <summary>What a target is called.</summary>
    public static string NameOf(Target target) => target.Name.Length > 0 ? target.Name : target.Id.Length > 0 ? target.Id : "without a name";

    /// <summary>JSON on lines of its own; what isn't JSON, or was cut, as it is.</summary>
    public static string Pretty(string body)
    {
        if (body.Length == 0 || body[0] is not ('{' or '['))
        {
            return body;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var pretty = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(pretty, Indented))
            {
                document.RootElement.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(pretty.WrittenSpan);
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
