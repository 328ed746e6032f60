using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace OptiId.Scim;

/// <summary>
/// Writes a bulk answer (RFC 7644 section 3.7.3) element by element, so that it can be sent on as it grows. The
/// elements stand in the request's order, since a PUT, PATCH or DELETE may have no bulkId to be known by: one that
/// came out earlier is kept until its place is there.
/// </summary>
/// <param name="body">Where to write. After each call all that was written has gone there.</param>
public sealed class BulkResponseWriter(IBufferWriter<byte> body) : IDisposable
{
    private readonly Utf8JsonWriter json = new(body);
    private readonly SortedDictionary<int, BulkResult> waiting = [];
    private int next;

    /// <summary>Writes what stands before the elements.</summary>
    public void Begin()
    {
        json.WriteStartObject();
        json.WriteStartArray("schemas");
        json.WriteStringValue(ScimSchemas.BulkResponseUrn);
        json.WriteEndArray();
        json.WriteStartArray("Operations");
        json.Flush();
    }

    /// <summary>Writes an element, and those that waited for it; or keeps it.</summary>
    /// <param name="result">What came out; once for each operation.</param>
    public void Write(BulkResult result)
    {
        waiting.Add(result.Operation.Index, result);
        while (waiting.Remove(next, out var due))
        {
            WriteElement(due);
            next++;
        }

        json.Flush();
    }

    /// <summary>Writes what still waits, for operations that <c>failOnErrors</c> left out, and what stands after the elements.</summary>
    public void End()
    {
        foreach (var result in waiting.Values)
        {
            WriteElement(result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private void WriteElement(BulkResult result)
    {
        json.WriteStartObject();
        WriteText("location", result.Location);
        WriteText("method", result.Operation.Method.Keyword());
        WriteText("bulkId", result.Operation.BulkId);
        WriteText("version", result.Version);

        // A JSON string, as in the RFC's examples of section 3.7.3; the object with a code in section 3.7.2 is SCIM 1.1's.
        json.WriteString("status", result.Status.ToString(CultureInfo.InvariantCulture));
        if (!result.Response.IsEmpty)
        {
            json.WritePropertyName("response");
            json.WriteRawValue(result.Response.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private void WriteText(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
